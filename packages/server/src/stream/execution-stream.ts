import type { Json, Recorded } from '@batonhq/core';
import { EngineClosedError, type Engine } from '@batonhq/engine';
import { isLast, lineOf, messageOf, resetLine } from './message.ts';
import type { StreamPlace } from './stream-place.ts';

/** Where a stream begins, and who hears of it. */
export interface StreamOptions {
  readonly place: StreamPlace;
  /** Milliseconds after which a stream says that it is still there, so that nobody on the way takes it for dead. */
  readonly heartbeat: number;
  /** Aborted when the reader has gone. */
  readonly signal: AbortSignal;
  /** Whether the reader may still hear: asked before each message, and with each sign of life. */
  readonly isAllowed: () => boolean;
  /** Told that a stream is open; what it gives is called when it is over. */
  readonly opened: () => () => void;
}

/** What a stream asks of an engine. */
type Following = Pick<Engine, 'events' | 'result'>;

/**
 * The live stream of an execution: what happened after the reader's place, then what happens, until it has ended. A reader who
 * comes back with the id of the last message gets all that followed and nothing twice, whichever process answers; one whose
 * place is none any more is told to forget what it has, and then everything that is there.
 *
 * Nothing is read ahead of the reader: one that is slow holds up its own stream only.
 */
export function executionStream(
  engine: Following,
  id: string,
  { place: { seq, reset }, heartbeat, signal: gone, isAllowed, opened }: StreamOptions,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const signal = AbortSignal.any([gone, left.signal]);
  const events = engine.events(id, { seq, signal })[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const closed = opened();
  const end = (): void => {
    if (left.signal.aborted) return;
    clearInterval(timer);
    left.abort();
    closed();
  };
  signal.addEventListener('abort', end, { once: true });
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // The first bytes go out at once: a reader knows that it is connected before anything happens.
      controller.enqueue(encoder.encode(`retry: 1000\n\n${reset === null ? '' : resetLine(reset)}`));
      if (reset === 'dropped') return finish(controller, end);
      timer = setInterval(() => {
        // Whoever reads next finds the end.
        if (!isAllowed()) return end();
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': still here\n\n'));
      }, heartbeat);
      timer.unref();
    },
    async pull(controller) {
      const line = await next(engine, id, events);
      if (line === null || signal.aborted || !isAllowed()) return finish(controller, end);
      controller.enqueue(encoder.encode(line.text));
      if (line.isLast) finish(controller, end);
    },
    cancel: end,
  });
}

function finish(controller: ReadableStreamDefaultController<Uint8Array>, end: () => void): void {
  end();
  controller.close();
}

interface Line {
  readonly text: string;
  readonly isLast: boolean;
}

/** The next event that says something to people; null when there is none, or when the engine closes: readers come back. */
async function next(engine: Following, id: string, events: AsyncIterator<Recorded>): Promise<Line | null> {
  try {
    for (;;) {
      const { done = false, value } = await events.next();
      if (done || value === undefined) return null;
      const message = messageOf(value, await resultOf(engine, id, value));
      if (message !== null) return { text: lineOf(value.seq, message), isLast: isLast(message) };
    }
  } catch (error) {
    if (error instanceof EngineClosedError) return null;
    throw error;
  }
}

async function resultOf(engine: Following, id: string, { event }: Recorded): Promise<Json> {
  if (event.kind !== 'execution.completed') return null;
  if (event.output !== undefined) return event.output;
  const result = await engine.result(id);
  return result.phase === 'completed' ? result.output : null;
}
