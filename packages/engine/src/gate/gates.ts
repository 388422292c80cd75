import type { ExecutionState, GatedCall, GateWish, Outcome, Recorded, WaitingFor } from '@batonhq/core';
import { EngineClosedError, NotFoundError } from '../errors.ts';
import type { Attempt } from '../perform/attempt.ts';
import type { GateDoor, GateHost, Gatekeeper } from './gatekeeper.ts';

const none: readonly GateWish[] = [];

/** Asks people: what has to be approved before it is done. */
export interface ApprovalJudge {
  /** What a call has to ask of people; null when it need not. As {@link Gatekeeper.wish}. */
  wish(call: GatedCall): GateWish['asks'] | null;
  /** Why a function may not be called although its step was claimed: it was not known then, or was another one; else null. */
  objection(attempt: Attempt): string | null;
}

/** What stands before the calls of an engine: people, then the gates of the tenant, in their order. */
export class Gates {
  readonly #host: GateHost;
  readonly #judge: ApprovalJudge | null;
  readonly #keepers: readonly Gatekeeper[];

  constructor(
    host: GateHost,
    parts: { readonly judge: ApprovalJudge | null; readonly keepers: readonly Gatekeeper[] },
  ) {
    this.#host = host;
    this.#judge = parts.judge;
    this.#keepers = parts.keepers;
  }

  /** What a call has to pass; most have nothing to. */
  wishes(call: GatedCall): readonly GateWish[] {
    const approval = this.#judge?.wish(call) ?? null;
    let found: GateWish[] | null = approval === null ? null : [{ gate: 'approval', asks: approval }];
    for (const keeper of this.#keepers) {
      const asks = keeper.wish(call);
      if (asks !== null) (found ??= []).push({ gate: keeper.gate, asks });
    }
    return found ?? none;
  }

  /** Why an attempt at calling a function may not be made after all; null when it may. */
  objection(attempt: Attempt): string | null {
    return this.#judge?.objection(attempt) ?? null;
  }

  /** Asks the gate that a step stands before. */
  ask(attempt: Attempt, { gate, asks, call }: NonNullable<Attempt['order']['asking']>): void {
    if (gate === 'approval') return;
    const keeper = this.#keepers.find((one) => one.gate === gate);
    const door = new Door(this.#host, attempt, gate);
    if (keeper === undefined) {
      door.answer({ kind: 'unavailable', reason: `nobody keeps the gate "${gate}" here` });
      return;
    }
    const { order, resident } = attempt;
    const { tenant = '', user = '' } = resident.state?.origin ?? {};
    const { execution, id: step, attempt: number } = order;
    keeper.ask({ execution, tenant, user, step, attempt: number, call, asks }, door);
    door.standAside();
  }

  recorded(state: ExecutionState, events: readonly Recorded[]): void {
    for (const keeper of this.#keepers) keeper.recorded(state, events);
  }

  async open(): Promise<void> {
    for (const keeper of this.#keepers) await keeper.open?.();
  }

  async reconcile(): Promise<void> {
    for (const keeper of this.#keepers) await keeper.reconcile?.();
  }

  /** Adds to what an execution waits for what the keeper of the gate knows of it. */
  async explain(of: Waiter, waiting: readonly WaitingFor[]): Promise<readonly WaitingFor[]> {
    if (!waiting.some(({ kind }) => kind === 'gate')) return waiting;
    return Promise.all(waiting.map((entry) => this.#explained(of, entry)));
  }

  async #explained(of: Waiter, entry: WaitingFor): Promise<WaitingFor> {
    if (entry.kind !== 'gate') return entry;
    const keeper = this.#keepers.find(({ gate }) => gate === entry.gate);
    return (await keeper?.explain?.(entry, of)) ?? entry;
  }
}

/** The execution that waits. */
interface Waiter {
  readonly execution: string;
  readonly tenant: string;
}

/** The way back from a gate: straight through while the step is being asked for, later as a trigger of its own. */
class Door implements GateDoor {
  readonly #host: GateHost;
  readonly #attempt: Attempt;
  readonly #gate: Gatekeeper['gate'];
  #isAnswered = false;
  #isAbandoned = false;

  constructor(host: GateHost, attempt: Attempt, gate: Gatekeeper['gate']) {
    this.#host = host;
    this.#attempt = attempt;
    this.#gate = gate;
    attempt.onLeave = ({ isSilent }) => (this.#isAbandoned ||= !isSilent);
  }

  get isOver(): boolean {
    return this.#isAnswered || this.#isAbandoned;
  }

  /** Until there is an answer nothing goes on for the step: others have its place, and its execution may leave memory. */
  standAside(): void {
    this.#attempt.rest();
  }

  answer(outcome: Outcome): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#bring(outcome).catch((error: unknown) => this.#host.failed(error));
  }

  async #bring(outcome: Outcome): Promise<void> {
    const { id: step, attempt, execution } = this.#attempt.order;
    this.#attempt.detach();
    const gate = this.#gate;
    try {
      const at = this.#host.now();
      await this.#host.deliver(execution, () => ({ kind: 'outcome', at, step, attempt, gate, outcome }));
    } catch (error) {
      if (!(error instanceof NotFoundError || error instanceof EngineClosedError)) throw error;
    }
  }
}
