import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { EgressFailedError } from './egress-failed-error.ts';

/** A body that is cut off where it grows too large; a stream of events may go on for as long as each of them is small. */
export function limitAnswer(incoming: IncomingMessage, limit: number): Readable {
  const isEvents = incoming.headers['content-type']?.startsWith('text/event-stream') === true;
  const what = isEvents ? 'an event of the answer' : 'the answer';
  const measure = isEvents ? sinceLastEvent() : wholeSize();
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (measure(chunk) <= limit) done(null, chunk);
      else done(new EgressFailedError(`${what} is larger than ${limit} bytes`, { wasSent: true }));
    },
  });
  // Whichever of them ends early ends the other: a connection that breaks is an error of the body, not its silence.
  incoming.on('error', () => undefined);
  incoming.once('close', () => {
    if (!incoming.complete) limited.destroy(new EgressFailedError('the answer broke off', { wasSent: true }));
  });
  limited.once('close', () => incoming.destroy());
  return incoming.pipe(limited);
}

function wholeSize(): (chunk: Buffer) => number {
  let size = 0;
  return (chunk) => (size += chunk.length);
}

const blankLine = /\r\n\r\n|\n\n|\r\r/g;
const longestBlankLine = 4;

/** Bytes since the last blank line, which is where an event ends. */
function sinceLastEvent(): (chunk: Buffer) => number {
  let size = 0;
  let tail = '';
  return (chunk) => {
    const text = tail + chunk.toString('latin1');
    const last = [...text.matchAll(blankLine)].at(-1);
    size = last === undefined ? size + chunk.length : text.length - last.index - last[0].length;
    tail = text.slice(1 - longestBlankLine);
    return size;
  };
}
