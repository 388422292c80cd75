import { RefusalError } from '../api/refusal.ts';

/**
 * The text of a request that nobody has vouched for yet: it is read no further than it may be long.
 *
 * @throws {RefusalError} 413 for a longer one.
 */
export async function bodyAtMost(request: Request, bytes: number): Promise<string> {
  const refusal = (): RefusalError => new RefusalError(413, `a message has at most ${bytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > bytes) throw refusal();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > bytes) throw refusal();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
