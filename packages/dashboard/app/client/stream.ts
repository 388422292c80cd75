import { ProblemError } from '../client.ts';

/** A message of a stream of server-sent events. */
export interface StreamMessage {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** What a stream is asked with, and who hears it. */
export interface Listening {
  readonly signal: AbortSignal;
  readonly hear: (message: StreamMessage) => void;
  /** A body makes it a POST. */
  readonly body?: unknown;
  /** The last message that is known already: the stream goes on behind it. */
  readonly lastId?: string;
}

/**
 * Reads a stream of server-sent events until it ends. The browser's own `EventSource` can neither say where it wants to
 * go on the first time nor send anything, so this does.
 *
 * @throws {ProblemError} when the server refuses.
 */
export async function listen(path: string, { signal, hear, body, lastId }: Listening): Promise<void> {
  const answer = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    signal,
    headers: {
      accept: 'text/event-stream',
      ...(lastId !== undefined && { 'last-event-id': lastId }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok || answer.body === null) throw await problemOf(answer);
  let rest = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) hear(messageIn(block));
  }
}

async function problemOf(answer: Response): Promise<ProblemError> {
  const text = await answer.text();
  try {
    return new ProblemError(answer.status, String(JSON.parse(text).detail ?? answer.statusText));
  } catch {
    return new ProblemError(answer.status, answer.statusText);
  }
}

function messageIn(block: string): StreamMessage {
  const fields = { event: 'message', id: '', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /, '');
    const name = line.slice(0, Math.max(0, colon));
    if (name === 'event' || name === 'id') fields[name] = value;
    if (name === 'data') fields.data += value;
  }
  return fields;
}
