import type { ExecutionState, Journal, Outcome, Program, StepId } from '@batonhq/core';
import type { Attempt } from '../perform/attempt.ts';
import { LearnedDurations } from './learned-durations.ts';
import { pastDurations } from './past-durations.ts';
import { ProgramOrder } from './program-order.ts';
import type { Urgency } from './urgency-queue.ts';

/** In which order steps begin that wait for a place, after their priority: by rank, or as they came. */
export type StepOrdering = 'rank' | 'arrival';

/** An execution whose steps are put in order. Its program may be revised while it goes on. */
interface Ordered {
  readonly program: Program;
  readonly state: Pick<ExecutionState, 'origin' | 'startedAt'> | null;
  order: ProgramOrder | null;
}

/** A step that waits for a place. */
interface WaitingStep {
  readonly resident: Ordered;
  readonly order: { readonly id: StepId };
}

const usualPriority = 5;

/**
 * Decides who comes first where there are more steps than places: by priority (of the task, of a task around it, or of
 * the execution), then by when a step should have begun for its execution not to end later than those that started with
 * it: the start of the execution less the rank of the task. Within an execution that is the order of ranks, so the
 * critical path goes first; and an execution that started long ago is not passed by for ever.
 *
 * Ranks rest on what steps took so far in this process. A definition whose steps queue for the first time is looked up in
 * the journal: what its last executions took orders what still waits then.
 */
export class Ordering {
  readonly #journal: Pick<Journal, 'list' | 'read'>;
  readonly #ordering: StepOrdering;
  readonly #durations = new LearnedDurations();
  readonly #orders = new WeakMap<Program, ProgramOrder>();
  readonly #lookedUp = new Set<string>();

  constructor(journal: Pick<Journal, 'list' | 'read'>, ordering: StepOrdering) {
    this.#journal = journal;
    this.#ordering = ordering;
  }

  /** Grows whenever what was learned puts steps into another order, maybe. */
  get changes(): number {
    return this.#durations.changes;
  }

  /** How urgent a step is that has to wait for a place. */
  urgencyOf({ resident, order: { id } }: WaitingStep): Urgency {
    const order = this.#orderOf(resident);
    const { origin, startedAt = 0 } = resident.state ?? {};
    const priority = order.priorityOf(id) ?? origin?.priority ?? usualPriority;
    if (this.#ordering === 'arrival') return { priority, due: 0 };
    this.#lookUp(resident.program, order);
    return { priority, due: startedAt - order.rankOf(id) };
  }

  /** An attempt came back at this time. Whoever answered for somebody else, or went on in the middle, says nothing. */
  ended(attempt: Attempt, outcome: Outcome, at: number): void {
    const { resident, order, cause, placedAt } = attempt;
    if (outcome.kind !== 'completed' || cause === 'revived' || this.#ordering === 'arrival') return;
    if (order.asking !== undefined || order.probing === true) return;
    this.#durations.learn(this.#orderOf(resident).estimateOf(order.id), order.effect, at - placedAt);
  }

  /** An execution ended that another one waits for. */
  childEnded({ definition, startedAt, endedAt, phase }: ExecutionState): void {
    if (phase !== 'completed' || endedAt === null) return;
    this.#durations.learn(null, { ...definition, kind: 'workflow' }, endedAt - startedAt);
  }

  #orderOf(resident: Ordered): ProgramOrder {
    if (resident.order !== null && resident.order.program === resident.program) return resident.order;
    const order = this.#orders.get(resident.program) ?? new ProgramOrder(resident.program, this.#durations);
    this.#orders.set(resident.program, order);
    resident.order = order;
    return order;
  }

  #lookUp({ reference }: Program, order: ProgramOrder): void {
    const name = `${reference.namespace}/${reference.name}`;
    if (this.#lookedUp.has(name)) return;
    this.#lookedUp.add(name);
    pastDurations(this.#journal, reference).then(
      (past) => {
        for (const { step, effect, milliseconds } of past)
          this.#durations.learn(order.estimateOf(step), effect, milliseconds);
      },
      // The journal was closed meanwhile, or cannot be read: steps go by what this process has seen.
      () => undefined,
    );
  }
}
