import {
  InvariantError,
  JournalFailedError,
  StaleCommitError,
  type Decision,
  type Journal,
  type Recorded,
  type Trigger,
} from '@batonhq/core';
import { OverloadedError } from '../errors.ts';
import type { SteadyTime } from '../time/steady-time.ts';
import type { Caller, StalledTrigger } from './caller.ts';
import type { Resident } from './resident.ts';

/** What there is too much of while the journal takes no commits. */
const unwritten = 'commits that the journal could not take';

/** Milliseconds until a commit that the journal could not take is tried again. */
export const retryAfterStall = 1_000;

/** A decision that became durable, and what follows from it. */
export interface Durable {
  readonly resident: Resident;
  readonly decision: Decision;
  /** What it was decided on. */
  readonly trigger: Trigger['kind'];
  /** The frame of {@link SteadyTime} it was decided in. */
  readonly frame: number;
  /** It ends operations of a durable function, which hears of that when it is durable and not before (5). */
  readonly isUnheard: boolean;
}

/** What the advance loop needs of the engine around it. */
export interface AdvanceHost {
  readonly journal: Pick<Journal, 'commit'>;
  readonly time: SteadyTime;
  /** An outcome was decided on and is on its way to the disk (5). */
  foreseen(resident: Resident, decision: Decision): void;
  /** Does what a durable decision asks for. */
  follow(durable: Durable): void;
  /** The execution must be forgotten: another process has it, or it is broken. */
  dropped(resident: Resident, error: unknown): void;
  /** Commits were refused without harm (a full disk): the state must be read again and `stalled` decided again. */
  stalled(resident: Resident): void;
  /** The journal is not to be trusted any more. */
  failed(error: unknown): void;
}

/**
 * The advance loop: decides on triggers, commits, and lets follow what was decided.
 *
 * (1) Triggers of one execution are decided one after another on the state in memory; a decision does not wait for
 *     the one before it to be durable, because the journal keeps the order.
 * (2) Nothing follows from a decision, no step, no timer, no answer, before its events are durable.
 * (3) A trigger that records nothing is answered when everything decided before it is durable, because the answer
 *     rests on that.
 * (4) After a failure of the journal nothing is acknowledged any more.
 * (5) One exception to (2): a live durable function hears how its own step ended as soon as that is decided, so that
 *     the claim of the operation it asks for next is in the same transaction. Until that is durable the function can
 *     only compute; no code of a step runs on what might still be lost. It hears nothing before what stands before it in
 *     the journal, or it would go another way when it is invoked again.
 */
export class Advancer {
  readonly #host: AdvanceHost;
  #failure: unknown = null;

  constructor(host: AdvanceHost) {
    this.#host = host;
  }

  /** Decides on a trigger now; what follows comes when that is durable. `resident` must not be gone. */
  advance(resident: Resident, trigger: Trigger, caller?: Caller): void {
    if (this.#failure !== null) {
      caller?.reject(this.#failure);
      return;
    }
    if (resident.stalled !== null) {
      this.#wait(resident, { trigger, caller }, new OverloadedError(unwritten, retryAfterStall));
      return;
    }
    const decision = this.#decide(resident, trigger, caller);
    if (decision === null) return;
    const ends = decision.events.some(endsOperation);
    const isForeseen = ends && trigger.kind === 'outcome' && caller === undefined && resident.unheard === 0;
    const durable: Durable = {
      resident,
      decision,
      trigger: trigger.kind,
      frame: this.#host.time.frame,
      isUnheard: ends && !isForeseen,
    };
    if (decision.events.length === 0) this.#quiet(durable, trigger, caller);
    else this.#commit(durable, trigger, caller);
  }

  #decide(resident: Resident, trigger: Trigger, caller: Caller | undefined): Decision | null {
    try {
      return resident.decide(trigger);
    } catch (error) {
      this.#host.dropped(resident, error);
      caller?.reject(error);
      return null;
    }
  }

  /** Nothing to record (3). It waits in memory like a commit: what it rests on may turn out not to be durable. */
  #quiet(durable: Durable, trigger: Trigger, caller: Caller | undefined): void {
    const { resident, decision } = durable;
    const isNothing = decision.steps.length === 0 && decision.aborted.length === 0 && caller === undefined;
    // An outcome that nobody waits for any more may be waited for again, when what abandoned its step is refused.
    if (isNothing && (resident.lastCommit === null || trigger.kind === 'continue')) return;
    if (resident.lastCommit === null) {
      this.#follow(durable, caller);
      return;
    }
    resident.inFlight += 1;
    resident.lastCommit = resident.lastCommit.then(() => this.#answer(durable, trigger, caller));
  }

  /** What a quiet decision rests on has become durable, or has not. */
  #answer(durable: Durable, trigger: Trigger, caller: Caller | undefined): void {
    const { resident } = durable;
    this.#landed(resident);
    if (this.#failure !== null) caller?.reject(this.#failure);
    else if (resident.lost !== null) caller?.reject(resident.lost);
    else if (resident.stalled === null) this.#follow(durable, caller);
    else this.#stall(resident, { trigger, caller }, new OverloadedError(unwritten, retryAfterStall));
  }

  #commit(durable: Durable, trigger: Trigger, caller: Caller | undefined): void {
    const { resident, decision } = durable;
    const commit = resident.take(decision);
    resident.inFlight += 1;
    if (durable.isUnheard) resident.unheard += 1;
    const done = this.#host.journal.commit(commit).then(
      () => this.#committed(durable, caller),
      (error: unknown) => this.#refused(durable, { trigger, caller, error }),
    );
    resident.lastCommit = done;
    if (trigger.kind === 'outcome' && caller === undefined && !durable.isUnheard)
      this.#host.foreseen(resident, decision);
  }

  #committed(durable: Durable, caller: Caller | undefined): void {
    durable.resident.isRecorded = true;
    this.#landed(durable.resident);
    this.#follow(durable, caller);
    if (durable.isUnheard) durable.resident.unheard -= 1;
  }

  #follow(durable: Durable, caller: Caller | undefined): void {
    caller?.resolve(durable.decision);
    if (this.#failure !== null) return;
    try {
      this.#host.follow(durable);
    } catch (error) {
      this.#fail(error);
    }
  }

  #refused(
    { resident, isUnheard }: Durable,
    {
      trigger,
      caller,
      error,
    }: { readonly trigger: Trigger; readonly caller: Caller | undefined; readonly error: unknown },
  ): void {
    this.#landed(resident);
    if (isUnheard) resident.unheard -= 1;
    if (error instanceof JournalFailedError) this.#fail(error);
    else if (isLoss(error) && resident.stalled === null) this.#host.dropped(resident, error);
    else {
      // What was decided on top of a refused commit cannot fit either; it is decided again with it.
      this.#stall(resident, { trigger, caller }, error);
      return;
    }
    caller?.reject(error);
  }

  #landed(resident: Resident): void {
    resident.inFlight -= 1;
    if (resident.inFlight === 0) resident.lastCommit = null;
  }

  #stall(resident: Resident, refused: StalledTrigger, reason: unknown): void {
    resident.stalled ??= [];
    this.#wait(resident, refused, reason);
    if (resident.inFlight === 0) this.#host.stalled(resident);
  }

  /** Keeps a trigger that has to be decided again; of whoever can ask again only that something was undecided. */
  #wait({ stalled }: Resident, { trigger, caller }: StalledTrigger, reason: unknown): void {
    const isKept = caller?.insists ?? true;
    stalled?.push(isKept ? { trigger, caller } : { trigger: { kind: 'continue', at: trigger.at }, caller: undefined });
    if (!isKept) caller?.reject(reason);
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#host.failed(error);
  }
}

/** True for what a durable function hears about an operation it waits for. */
function endsOperation({ event }: Recorded): boolean {
  return event.kind === 'step.completed' || event.kind === 'step.failed';
}

/** Somebody else wrote to the execution, or what was decided is unsound: it cannot go on here. */
function isLoss(error: unknown): boolean {
  return error instanceof StaleCommitError || error instanceof InvariantError;
}
