import type { Commit, ExecutionOrigin, Journal, Recorded } from '@batonhq/core';
import type { JournalWatcher } from '@batonhq/engine';
import { ExecutionTrace } from './execution-trace.ts';
import type { EndSpan } from './span.ts';
import { readTraceparent, spanIdOf, traceIdOf, type TracePlace } from './trace-context.ts';

/** Executions whose open spans are in memory; of others they are read again from the journal. */
const mostInMemory = 2_000;
const page = 500;
/** Generations of children that are looked through for the trace of the first. */
const mostGenerations = 50;

/** An execution whose events are taken in one after the other. */
interface Traced {
  trace: ExecutionTrace | null;
  /** What comes waits for this. */
  tail: Promise<void> | null;
}

/**
 * Makes spans of what becomes durable. It holds nothing that the journal does not have: a process that goes on with an
 * execution reads how it began, and tells what ends from then on; what had ended before was told before.
 */
export class ExecutionSpans implements JournalWatcher {
  readonly #journal: Pick<Journal, 'read'>;
  readonly #end: EndSpan;
  readonly #failed: (error: unknown) => void;
  readonly #traced = new Map<string, Traced>();

  constructor(
    journal: Pick<Journal, 'read'>,
    to: { readonly end: EndSpan; readonly failed: (error: unknown) => void },
  ) {
    this.#journal = journal;
    this.#end = to.end;
    this.#failed = to.failed;
  }

  /** The trace that an execution belongs to, as far as that is in memory. */
  traceOf(execution: string): TracePlace | null {
    return this.#traced.get(execution)?.trace?.place ?? null;
  }

  committed({ execution, events }: Commit): void {
    const traced = this.#tracedFor(execution);
    if (traced.trace !== null && traced.tail === null) return this.#apply(execution, traced.trace, events);
    const tail = (traced.tail ?? Promise.resolve())
      .then(() => this.#catchUp(execution, traced, events))
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        if (traced.tail === tail) traced.tail = null;
      });
    traced.tail = tail;
  }

  #tracedFor(execution: string): Traced {
    const traced = this.#traced.get(execution) ?? { trace: null, tail: null };
    this.#traced.delete(execution);
    this.#traced.set(execution, traced);
    const [oldest] = this.#traced.keys();
    if (this.#traced.size > mostInMemory && oldest !== undefined) this.#traced.delete(oldest);
    return traced;
  }

  async #catchUp(execution: string, traced: Traced, events: readonly Recorded[]): Promise<void> {
    traced.trace ??= await this.#begin(execution, events);
    if (traced.trace !== null) this.#apply(execution, traced.trace, events);
  }

  #apply(execution: string, trace: ExecutionTrace, events: readonly Recorded[]): void {
    for (const recorded of events) {
      trace.apply(recorded, this.#end);
      if (endsExecution(recorded)) this.#traced.delete(execution);
    }
  }

  /** Reads what came before these events, telling nothing of it. */
  async #begin(execution: string, events: readonly Recorded[]): Promise<ExecutionTrace | null> {
    const until = events[0]?.seq ?? 1;
    const [first] = until === 1 ? events : await this.#journal.read(execution, { seq: 0, limit: 1 });
    if (first?.event.kind !== 'execution.started') return null;
    const trace = new ExecutionTrace(execution, await this.#placeOf(execution, first.event.origin));
    for (let seq = 0; seq < until - 1;) {
      const read = await this.#journal.read(execution, { seq, limit: Math.min(page, until - 1 - seq) });
      for (const recorded of read) trace.apply(recorded, () => undefined);
      if (read.length === 0) break;
      seq = read.at(-1)?.seq ?? until;
    }
    return trace;
  }

  async #placeOf(execution: string, { trace, parent }: ExecutionOrigin): Promise<TracePlace> {
    const given = readTraceparent(trace);
    const parentSpanId = parent === undefined ? (given?.spanId ?? null) : spanIdOf(parent.execution, parent.step);
    if (given !== null) return { ...given, parentSpanId };
    const known = parent === undefined ? null : this.traceOf(parent.execution);
    const traceId = known?.traceId ?? traceIdOf(await this.#firstOf(execution, parent));
    return { traceId, parentSpanId, isSampled: known?.isSampled ?? true };
  }

  /** The execution that all these are children of. */
  async #firstOf(execution: string, parent: ExecutionOrigin['parent']): Promise<string> {
    let [first, above] = [execution, parent];
    for (let generation = 0; above !== undefined && generation < mostGenerations; generation++) {
      first = above.execution;
      const [start] = await this.#journal.read(first, { seq: 0, limit: 1 });
      above = start?.event.kind === 'execution.started' ? start.event.origin.parent : undefined;
    }
    return first;
  }
}

function endsExecution({ event: { kind } }: Recorded): boolean {
  return kind === 'execution.completed' || kind === 'execution.faulted' || kind === 'execution.cancelled';
}
