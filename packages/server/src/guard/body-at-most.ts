import { RefusalError } from '../api/refusal.ts';

/**
 * The text of a request: it is read no further than it may be long.
 *
 * @throws {RefusalError} 413 for a longer one.
 */
export async function bodyAtMost(request: Request, bytes: number): Promise<string> {
  checkLength(request, bytes);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length > bytes) throw tooLong(bytes);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * The request with a body that ends in 413 where it gets longer than it may be. Nothing of it is read before somebody asks
 * for it: who may not ask costs no memory.
 *
 * @throws {RefusalError} 413 where the request says itself that it is longer.
 */
export function boundedRequest(request: Request, bytes: number): Request {
  checkLength(request, bytes);
  const isCounted = request.headers.has('content-length') && !request.headers.has('transfer-encoding');
  if (isCounted || request.method === 'GET' || request.body === null) return request;
  let length = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>(
    {
      transform(part, controller) {
        length += part.byteLength;
        if (length > bytes) controller.error(tooLong(bytes));
        else controller.enqueue(part);
      },
    },
    undefined,
    { highWaterMark: 0 },
  );
  const { method } = request;
  return new Request(request, { method, body: request.body.pipeThrough(counted), duplex: 'half' });
}

function checkLength(request: Request, bytes: number): void {
  if (Number(request.headers.get('content-length') ?? 0) > bytes) throw tooLong(bytes);
}

function tooLong(bytes: number): RefusalError {
  return new RefusalError(413, `a request has at most ${bytes} bytes here`);
}
