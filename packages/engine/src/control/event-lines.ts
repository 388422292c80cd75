import type { Engine } from '../engine.ts';
import { problemOf } from './problem.ts';

/**
 * The events of an execution as lines of JSON, until it ends or nobody reads any more. What goes wrong after the
 * answer began is a last line `{ "problem": ... }`.
 */
export function eventLines(
  engine: Engine,
  id: string,
  after: { readonly seq: number; readonly signal: AbortSignal },
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const signal = AbortSignal.any([after.signal, left.signal]);
  const events = engine.events(id, { seq: after.seq, signal })[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const line = (value: unknown): Uint8Array => encoder.encode(`${JSON.stringify(value)}\n`);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await events.next();
        if (next.done === true) controller.close();
        else controller.enqueue(line(next.value));
      } catch (error) {
        controller.enqueue(line({ problem: problemOf(error) }));
        controller.close();
      }
    },
    cancel: () => left.abort(),
  });
}
