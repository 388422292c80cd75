import {
  taskOfStep,
  walkFrames,
  orderFor,
  type CloudEvent,
  type Effect,
  type ExecutionOrigin,
  type Frame,
  type Journal,
  type Outcome,
  type StepOrder,
  openOperation,
  usedApproval,
} from '@batonhq/core';
import type { Message, PerformRequest } from '../execution/delivery.ts';
import type { Standing, Standings } from '../execution/standing.ts';

/** Everything a performer needs beside the order. */
export interface PerformingOf {
  readonly order: StepOrder;
  readonly program: Standing['program'];
  /** Whose execution it is. */
  readonly whose: Whose;
  /** People said yes to it. */
  readonly isApproved: boolean;
  /** Aborted when nobody wants the outcome any more. */
  readonly signal: AbortSignal;
}

/** Makes outside calls. Never rejects: whatever goes wrong is an outcome. */
export type Performer = (performing: PerformingOf) => Promise<Outcome>;

/** Whose an execution is. */
export type Whose = Pick<ExecutionOrigin, 'tenant' | 'user'>;

/** What performing needs around it. */
export interface PerformingHost {
  readonly journal: Pick<Journal, 'listeners'>;
  readonly standings: Standings;
  readonly performer: Performer;
  /** True when repeating is forbidden by what performs the effect, whatever the definition knew. */
  forbidsRepeat(effect: Effect): boolean;
  /** Milliseconds since 1970. */
  now(): number;
}

/** An attempt that is about to be made; `order` is null when it was superseded or abandoned meanwhile. */
export interface Prepared {
  readonly request: PerformRequest;
  readonly program: Standing['program'] | null;
  readonly order: StepOrder | null;
  readonly whose: Whose;
  readonly isApproved: boolean;
}

/** One attempt that this process has begun. */
interface Begun {
  readonly execution: string;
  readonly step: string;
  readonly controller: AbortController;
  readonly messages: Promise<readonly Message[]>;
}

/** Milliseconds that an outcome is kept for a try that never comes, because another process has it. */
const keptFor = 10 * 60_000;

/** Which invocation of Restate performs, and whether it is the first to begin. */
export interface Invocation {
  readonly id: string;
  readonly isFirst: boolean;
}

/**
 * Performs attempts, each at most once in this process.
 *
 * An invocation may be tried again while the effect it began is still going on here, because it was the server that died
 * and not this process: then the second try joins the first. When the effect was begun and is not going on here, its
 * process died: the execution is told that the attempt is lost.
 */
export class Performing {
  readonly #host: PerformingHost;
  readonly #begun = new Map<string, Begun>();

  constructor(host: PerformingHost) {
    this.#host = host;
  }

  /** Reads what the attempt needs: all that can fail without anybody wondering what happened. */
  async prepare(request: PerformRequest): Promise<Prepared> {
    const standing = await this.#host.standings.newest(request.execution);
    return {
      request,
      program: standing?.program ?? null,
      order: standing === null ? null : orderOf(standing, request),
      whose: standing?.state.origin ?? { tenant: 'local', user: 'local' },
      isApproved: standing !== null && usedApproval(standing.state, request.order.id) !== undefined,
    };
  }

  /** Makes the attempt; fulfils with what to send once it has come back. */
  perform(prepared: Prepared, { id, isFirst }: Invocation): Promise<readonly Message[]> {
    const begun = this.#begun.get(id);
    if (begun !== undefined) return begun.messages;
    if (!isFirst) return Promise.resolve([this.#lost(prepared)]);
    const { execution, order } = prepared.request;
    const controller = new AbortController();
    const messages = this.#perform(prepared, controller.signal);
    this.#begun.set(id, { execution, step: order.id, controller, messages });
    void messages.finally(() => setTimeout(() => this.forget(id), keptFor).unref()).catch(() => undefined);
    return messages;
  }

  /** What came of it is recorded: nobody will ask again. */
  forget(id: string): void {
    this.#begun.delete(id);
  }

  /** Nobody wants the outcome of these steps any more. */
  abandon(execution: string, steps: readonly string[]): void {
    for (const begun of this.#begun.values()) {
      if (begun.execution === execution && steps.includes(begun.step)) begun.controller.abort();
    }
  }

  #lost({ request, order }: Prepared): Message {
    if (order !== null && this.#host.forbidsRepeat(order.effect)) {
      return this.#came(request, { kind: 'unknown', reason: 'the process died while it was being performed' });
    }
    return { execution: request.execution, delivery: { kind: 'lost', at: this.#host.now(), request } };
  }

  async #perform({ request, program, order, ...about }: Prepared, signal: AbortSignal): Promise<readonly Message[]> {
    if (program === null || order === null) return [];
    if (order.effect.kind === 'emit') return this.#emit(request, order.effect.event);
    return [
      this.#came(
        request,
        await this.#host.performer({ order, program, whose: about.whose, isApproved: about.isApproved, signal }),
      ),
    ];
  }

  /** Each listener gets the event once, by its id. */
  async #emit(request: PerformRequest, event: CloudEvent): Promise<readonly Message[]> {
    const listeners = await this.#host.journal.listeners(event.type);
    const trigger = { kind: 'signal', at: this.#host.now(), event, published: whenItArrives } as const;
    return [
      ...listeners.map((execution): Message => ({ execution, delivery: { kind: 'trigger', trigger } })),
      this.#came(request, { kind: 'completed', output: null }),
    ];
  }

  #came({ execution, order: { id: step, attempt } }: PerformRequest, outcome: Outcome): Message {
    const trigger = { kind: 'outcome', at: this.#host.now(), step, attempt, outcome } as const;
    return { execution, delivery: { kind: 'trigger', trigger } };
  }
}

/** Clocks of workers differ, so whoever listens when an event arrives has listened since before it was published. */
const whenItArrives = Number.MAX_SAFE_INTEGER;

/** The order for an attempt that is still open; null when it was superseded or abandoned. */
function orderOf({ program, state }: Standing, { order, probe }: PerformRequest): StepOrder | null {
  const frame = callAt(state, taskOfStep(order.id));
  if (frame === null) return null;
  const as = (effect: Effect): StepOrder => ({ ...order, execution: state.id, effect });
  if (order.probing === true) return isOpen(frame, 'probing', order) && probe !== undefined ? as(probe) : null;
  if (frame.key === order.id) return isOpen(frame, 'performing', order) ? orderFor({ program, state }, frame) : null;
  const open = openOperation(frame.operations, order.id)?.state;
  const isCall = open?.kind === 'performing' && open.attempt === order.attempt && open.operation.kind === 'call';
  return isCall ? as(open.operation.effect) : null;
}

type CallFrame = Frame & { readonly kind: 'call' };

function isOpen(
  { step }: CallFrame,
  kind: 'performing' | 'probing',
  { attempt }: { readonly attempt: number },
): boolean {
  return step.kind === kind && step.attempt === attempt;
}

function callAt(state: Standing['state'], key: string): CallFrame | null {
  let found: CallFrame | null = null;
  walkFrames(state, (frame) => {
    if (frame.kind === 'call' && frame.key === key) found = frame;
  });
  return found;
}
