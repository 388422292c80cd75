import { Agent, request, type IncomingMessage } from 'node:http';
import { BenchError } from '../bench-error.ts';

/** A live stream that somebody reads, or does not. */
export interface OpenStream {
  /** The names of its messages, once it has ended. */
  readonly ended: Promise<readonly string[]>;
  leave(): void;
}

/** Each stream has a connection of its own, as browsers and proxies have. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

/** Opens the stream of an execution; fulfils when its first bytes are there. Without `reads` nothing more is taken. */
export async function openStream(
  { url, token }: { readonly url: string; readonly token: string },
  id: string,
  { reads = true }: { readonly reads?: boolean } = {},
): Promise<OpenStream> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asked = request(`${url}/api/orchestrate/stream/${id}`, {
    agent,
    headers: { authorization: `Bearer ${token}` },
  });
  asked.once('response', resolve).once('error', reject).end();
  const answer = await promise;
  if (answer.statusCode !== 200) throw new BenchError(`the stream of ${id} answered ${answer.statusCode}`);
  const leave = (): void => void asked.destroy();
  if (!reads) {
    answer.on('error', () => undefined);
    return { ended: Promise.resolve([]), leave };
  }
  return { ended: messagesOf(answer), leave };
}

/** Only names are kept: ten thousand readers are one process here. */
async function messagesOf(answer: IncomingMessage): Promise<readonly string[]> {
  const names: string[] = [];
  let rest = '';
  for await (const part of answer.setEncoding('utf8')) {
    rest += String(part);
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, name] = /^event: (.+)$/m.exec(block) ?? [];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}
