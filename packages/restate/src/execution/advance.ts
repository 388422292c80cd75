import {
  historyWishes,
  type HistoryWish,
  type ExecutionState,
  decide,
  jsonEquals,
  StaleCommitError,
  walkFrames,
  type Decision,
  type DefinitionReference,
  type Effect,
  type Json,
  type Program,
  type Recorded,
  type Refusal,
  type Trigger,
} from '@batonhq/core';
import type { PostgresJournal } from '../postgres/postgres-journal.ts';
import { commitOf } from './commit-of.ts';
import type { Delivery, FollowUp, Message } from './delivery.ts';
import { endMessages, followUpOf } from './follow-up.ts';
import { afterLoss } from './lost-step.ts';
import type { Standing, Standings } from './standing.ts';

/** What advancing needs around it. */
export interface AdvanceHost {
  readonly journal: Pick<PostgresJournal, 'commitOnce'>;
  readonly standings: Standings;
  /** Milliseconds since 1970. */
  now(): number;
  /** The program of a definition, by its hash. */
  programOf(hash: string): Promise<Program>;
  readonly findDefinition: (child: Effect & { readonly kind: 'workflow' }) => Promise<DefinitionReference | null>;
  /** Steps were abandoned: what this process performs of them may stop. */
  abandoned(execution: string, steps: readonly string[]): void;
}

/** One delivery to one execution. */
export interface Advance {
  readonly execution: string;
  /** Up to which event the object knows the journal; null when it knows nothing. */
  readonly seq: number | null;
  readonly delivery: Delivery;
  /** The same however often this delivery is tried: the identity of its commit. */
  readonly id: string;
}

/**
 * The recorded step of the object: decides on a delivery, commits, and says what follows.
 *
 * It may be executed again after a crash anywhere in it, until Restate has recorded its result. So:
 * (1) it decides on the state after event `seq`, which the object knows, and not on the newest in the journal;
 * (2) its commit carries the identity of the invocation: when the place is taken by that very commit, the decision is
 *     made again at the time that was recorded, and its follow-up is what the first try never got to say;
 * (3) when the journal has gone on without the object (the object lost its memory, or another cluster wrote), the
 *     object takes over what is there by `recover`, and the delivery comes again after that.
 */
export class Advancing {
  readonly #host: AdvanceHost;

  constructor(host: AdvanceHost) {
    this.#host = host;
  }

  async advance(advance: Advance): Promise<FollowUp> {
    const { execution, seq, delivery } = advance;
    const { standings } = this.#host;
    if (isStart(delivery)) return this.#start(advance, delivery.trigger);
    if (seq !== null) return this.#decide(advance, await standings.at(execution, seq));
    const newest = await standings.newest(execution);
    return newest === null ? refused(notStarted(execution)) : this.#takeOver(advance, newest);
  }

  async #start(advance: Advance, trigger: StartTrigger): Promise<FollowUp> {
    const { execution, seq } = advance;
    const known = seq === null ? null : await this.#host.standings.at(execution, seq);
    if (known !== null) return this.#startedBefore(known);
    const program = await this.#host.programOf(trigger.definition.hash);
    return this.#commit(advance, { before: null, program, trigger });
  }

  /** Told once more by a parent that recovers: an execution that has ended says so again. */
  #startedBefore({ state }: Standing): FollowUp {
    const refusal = { code: 'already-started', message: `execution ${state.id} has started before` } as const;
    return { ...refused(refusal), seq: state.seq, messages: endMessages(state, this.#host.now()) };
  }

  async #decide(advance: Advance, standing: Standing): Promise<FollowUp> {
    const { delivery } = advance;
    const now = this.#host.now();
    if (delivery.kind === 'due' && now < delivery.due) return postponed(standing, delivery, now);
    if (delivery.kind !== 'lost')
      return this.#commit(advance, {
        before: standing,
        program: standing.program,
        trigger: triggerOf(delivery, standing, now),
      });
    const next = afterLoss(standing.state, delivery.request, delivery.at);
    if (next.kind === 'again') return { seq: standing.state.seq, answer: {}, perform: [next.request], messages: [] };
    return this.#commit(advance, { before: standing, program: standing.program, trigger: next.trigger });
  }

  async #commit(advance: Advance, deciding: Deciding): Promise<FollowUp> {
    const decision = decideOn(advance.execution, deciding);
    if (decision.events.length === 0) return this.#follow(decision, deciding);
    const commit = commitOf(deciding.before, { program: deciding.program, decision });
    try {
      const earlier = await this.#host.journal.commitOnce(commit, advance.id);
      return earlier === null ? await this.#follow(decision, deciding) : await this.#resume(advance, deciding, earlier);
    } catch (error) {
      if (!(error instanceof StaleCommitError)) throw error;
      return this.#overtaken(advance);
    }
  }

  /** An earlier try of this delivery committed these events and died (2). */
  async #resume(advance: Advance, deciding: Deciding, earlier: readonly Recorded[]): Promise<FollowUp> {
    const at = earlier[0]?.at ?? deciding.trigger.at;
    const decision = decideOn(advance.execution, { ...deciding, trigger: { ...deciding.trigger, at } });
    return sameEvents(decision.events, earlier) ? this.#follow(decision, deciding) : this.#overtaken(advance);
  }

  /** Somebody else wrote in this place (3). */
  async #overtaken(advance: Advance): Promise<FollowUp> {
    const newest = await this.#host.standings.newest(advance.execution);
    if (newest !== null)
      return isStart(advance.delivery) ? this.#startedBefore(newest) : this.#takeOver(advance, newest);
    const message = 'another execution was started with this idempotency key';
    return refused({ code: 'already-started', message });
  }

  async #takeOver({ execution, delivery }: Advance, { state }: Standing): Promise<FollowUp> {
    const recover: Delivery = { kind: 'trigger', trigger: { kind: 'recover', at: this.#host.now() } };
    const messages = state.endedAt === null ? [recover, delivery].map((each) => ({ execution, delivery: each })) : [];
    return { seq: state.seq, answer: {}, perform: [], messages };
  }

  async #follow(decision: Decision, { program }: Deciding): Promise<FollowUp> {
    const { state, aborted } = decision;
    this.#host.standings.keep({ program, state });
    if (aborted.length > 0) this.#host.abandoned(state.id, aborted);
    const { findDefinition } = this.#host;
    const now = this.#host.now();
    const followUp = await followUpOf(decision, { now, findDefinition });
    const wishes = historyWishes(program, state);
    return wishes.length === 0
      ? followUp
      : { ...followUp, messages: [...followUp.messages, ...wishes.map((wish) => noHistory(state, wish, now))] };
  }
}

/** There is no bus here that keeps events: who asks for earlier ones hears at once that there are none. */
function noHistory({ id }: ExecutionState, { task }: HistoryWish, at: number): Message {
  return { execution: id, delivery: { kind: 'trigger', trigger: { kind: 'history', at, task, events: [] } } };
}

type StartTrigger = Trigger & { readonly kind: 'start' };

interface Deciding {
  readonly before: Standing | null;
  readonly program: Program;
  readonly trigger: Trigger;
}

function decideOn(execution: string, { before, program, trigger }: Deciding): Decision {
  return decide({ program, execution, state: before?.state ?? null }, trigger);
}

function isStart(
  delivery: Delivery,
): delivery is Delivery & { readonly kind: 'trigger'; readonly trigger: StartTrigger } {
  return delivery.kind === 'trigger' && delivery.trigger.kind === 'start';
}

function triggerOf(delivery: Exclude<Delivery, { readonly kind: 'lost' }>, standing: Standing, now: number): Trigger {
  if (delivery.kind === 'trigger') return delivery.trigger;
  if (delivery.kind === 'due') return { kind: 'timer', timer: delivery.timer, at: now };
  const { step, at, outcome } = delivery;
  return { kind: 'outcome', at, step, attempt: openAttempt(standing, step), outcome };
}

/** A child does not know which attempt of its parent waits for it: the open one does. */
function openAttempt({ state }: Standing, step: string): number {
  let attempt = 1;
  walkFrames(state, (frame) => {
    if (frame.kind === 'call' && frame.key === step) attempt = frame.step.attempt;
  });
  return attempt;
}

/** Clocks differ: a message that comes before its time is sent again for the rest of it. */
function postponed({ state }: Standing, delivery: Delivery & { readonly kind: 'due' }, now: number): FollowUp {
  const message: Message = { execution: state.id, delivery, delay: delivery.due - now };
  return { seq: state.seq, answer: {}, perform: [], messages: [message] };
}

function notStarted(execution: string): Refusal {
  return { code: 'not-started', message: `execution ${execution} was never started` };
}

function refused(refusal: Refusal): FollowUp {
  return { seq: null, answer: { refusal }, perform: [], messages: [] };
}

function sameEvents(left: readonly Recorded[], right: readonly Recorded[]): boolean {
  return jsonEquals(plain(left), plain(right));
}

/** As it was stored: without members that are undefined. */
function plain(events: readonly Recorded[]): Json {
  const json: Json = JSON.parse(JSON.stringify(events));
  return json;
}
