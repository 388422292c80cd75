import type { Fault, Journal, Json, Operation, Recorded, StepId } from '@batonhq/core';

/** How an operation ended, as it was recorded. */
export interface RecordedOutcome {
  readonly step: StepId;
  readonly seq: number;
  readonly at: number;
  readonly result: { readonly output: Json } | { readonly fault: Fault };
}

/** Events read from the journal at once. */
const page = 1_000;

/** What an event says about the end of an operation; null when it says nothing of that kind. */
export function outcomeOf({ seq, at, event }: Recorded): RecordedOutcome | null {
  if (event.kind === 'step.completed') return { step: event.step, seq, at, result: { output: event.output } };
  if (event.kind === 'step.failed') return { step: event.step, seq, at, result: { fault: event.fault } };
  return null;
}

/**
 * What a durable function did before: the operations it asked for and how they ended, in the order of the journal.
 *
 * Each operation that is asked for again is crossed off. One that was never asked for before, while others of the same
 * branch are left, shows that the function goes another way than it went.
 */
export class History {
  /** When the function began, or was continued; null when that is not recorded here. */
  readonly begunAt: number | null;
  readonly outcomes: readonly RecordedOutcome[];
  readonly #asked: Map<StepId, Operation>;
  readonly #ended: ReadonlySet<StepId>;
  readonly #left = new Map<string, Set<StepId>>();

  constructor(events: readonly Recorded[], performer: StepId) {
    this.#asked = new Map();
    const outcomes: RecordedOutcome[] = [];
    let begunAt: number | null = null;
    for (const recorded of events) {
      const { event, at } = recorded;
      if (event.kind === 'task.started') begunAt = at;
      if (!('step' in event)) continue;
      if (event.step === performer) {
        begunAt ??= at;
        continue;
      }
      if (event.kind === 'step.claimed' && event.operation?.kind === 'continueAs') begunAt = at;
      else if ((event.kind === 'step.claimed' || event.kind === 'step.gated') && event.operation !== undefined)
        this.#noteAsked(event.step, event.operation);
      const outcome = outcomeOf(recorded);
      if (outcome !== null) outcomes.push(outcome);
    }
    this.begunAt = begunAt;
    this.outcomes = outcomes;
    this.#ended = new Set(outcomes.map(({ step }) => step));
  }

  /** True while something that was asked for before was not asked for again. */
  get hasLeft(): boolean {
    for (const left of this.#left.values()) if (left.size > 0) return true;
    return false;
  }

  /** The operation as it was asked for before; undefined when it is new. Crosses it off. */
  recall(step: StepId): Operation | undefined {
    this.#left.get(branchOf(step))?.delete(step);
    return this.#asked.get(step);
  }

  hasEnded(step: StepId): boolean {
    return this.#ended.has(step);
  }

  /** An operation of the same branch that was asked for before and was not yet asked for again. */
  leftBeside(step: StepId): StepId | undefined {
    const [left] = this.#left.get(branchOf(step)) ?? [];
    return left;
  }

  #noteAsked(step: StepId, operation: Operation): void {
    if (!this.#asked.has(step)) {
      const branch = branchOf(step);
      this.#left.set(branch, (this.#left.get(branch) ?? new Set()).add(step));
    }
    this.#asked.set(step, operation);
  }
}

function branchOf(step: StepId): string {
  return step.slice(0, step.lastIndexOf('/') + 1);
}

/** Reads what a durable function did, beginning with the event after `since`. */
export async function readHistory(
  journal: Pick<Journal, 'read'>,
  of: { readonly execution: string; readonly step: StepId; readonly since: number },
): Promise<History> {
  const { execution, step } = of;
  const found: Recorded[] = [];
  let seq = of.since;
  for (;;) {
    const events = await journal.read(execution, { seq, limit: page });
    found.push(...events.filter(({ event }) => concerns(event, step)));
    const last = events.at(-1);
    if (last === undefined || events.length < page) return new History(found, step);
    seq = last.seq;
  }
}

function concerns(event: Recorded['event'], performer: StepId): boolean {
  if (!('step' in event)) return event.kind === 'task.started' && event.task === performer;
  return event.step === performer || performerOf(event.step) === performer;
}

/** The step whose function asked for this operation; empty for the step of a task. Names of operations hold no bar. */
export function performerOf(step: StepId): StepId {
  return step.slice(0, Math.max(0, step.lastIndexOf('|')));
}
