import {
  countsCalls,
  faultTypes,
  isUnused,
  JournalFailedError,
  StaleCommitError,
  type ExecutionState,
  type JsonObject,
  type LimitClaim,
  type Obstacle,
  type Recorded,
  type StepId,
  type Verdict,
} from '@batonhq/core';
import {
  passed,
  type GateDoor,
  type GateHost,
  type Gatekeeper,
  type GateRequest,
  type WaitingAtGate,
} from '../gate/gatekeeper.ts';
import { HeldCalls } from '../gate/held-calls.ts';
import { Elsewhere } from './elsewhere.ts';
import { isStepOpen } from './open-step.ts';
import type { LimitNews } from './limit-queue.ts';
import { LimitQueues } from './limit-queues.ts';
import type { LimitSetting } from './limit-setting.ts';
import { LimitSettings } from './limit-settings.ts';
import { explained, limitFault } from './obstacle-text.ts';
import { allLimits } from './stored-limits.ts';
import { hostTarget, readResourceName, resourceAsked, resourceName, targetOfCall, type Resource } from './target.ts';
import { judgeFault, type Judgement } from './verdict.ts';

/** A call that is about to be made, as far as limits look at it. */
type LimitedCall = Parameters<Gatekeeper['wish']>[0];

/** Who made a call, and how it came back. */
export interface Answered extends LimitClaim, Judgement {
  readonly tenant: string;
  readonly call: LimitedCall['call'];
  readonly identity: string | null;
  /** Where it went, when that is known; else where it says that it goes. */
  readonly url?: URL;
}

/**
 * The limits of all tenants: how much may be sent where is decided in a stream of each resource's own, before a call is
 * claimed.
 *
 * Invariants: a call takes what rules count before its attempt is claimed; a place is given back when the end of its step
 * is durable, or nobody knows how it ended; where nothing is counted and nothing in force, nothing is asked or recorded.
 */
export class CallLimits implements Gatekeeper {
  readonly gate = 'limit';
  readonly #host: GateHost;
  readonly #settings: LimitSettings;
  readonly #queues: LimitQueues;
  readonly #held = new HeldCalls<Resource>();
  readonly #elsewhere = new Elsewhere();
  /** Places that a process before gave. */
  #left: readonly Place[] = [];
  #isClosed = false;

  constructor(host: GateHost, settings: readonly LimitSetting[] = []) {
    this.#host = host;
    this.#settings = new LimitSettings(settings);
    const { journal, clock } = host;
    this.#queues = new LimitQueues(
      { streams: journal.streams, clock, now: () => host.now(), failed: (error) => host.failed(error) },
      this.#settings,
    );
  }

  /** Reads what is in force, before anything is asked. */
  async open(): Promise<void> {
    const left: Place[] = [];
    for (const { tenant, resource: name, state } of await allLimits(this.#host.journal.streams)) {
      const named = readResourceName(name);
      if (named === null || isUnused(state, this.#host.now())) continue;
      const resource = { tenant, ...named };
      this.#queues.use(resource, state);
      for (const claim of state.holders) {
        this.#held.note(claim.execution, claim.step, resource);
        left.push({ resource, claim });
      }
    }
    this.#left = left;
  }

  /** Gives back the places of steps that ended while nobody looked. */
  async reconcile(): Promise<void> {
    for (const { resource, claim } of this.#left) {
      const state = await this.#host.stateOf(claim.execution);
      if (state === null || !isStepOpen(state, claim.step)) this.#leave(resource, claim);
    }
    this.#left = [];
  }

  wish(call: LimitedCall): JsonObject | null {
    const resource = this.#resourceOf(call);
    if (resource === null) return null;
    const name = resourceName(resource);
    const isAsked = this.#isCounted(resource) || this.#queues.get(resource.tenant, name)?.isClosed(this.#host.now());
    if (isAsked !== true) return null;
    const patience = call.call.kind === 'step' ? call.call.about?.['patience'] : undefined;
    return { resource: name, ...(patience !== undefined && { patience }) };
  }

  ask({ execution, tenant, step, asks }: GateRequest, door: GateDoor): void {
    const name = resourceAsked(asks);
    const named = readResourceName(name);
    const warn = (error: unknown): void => this.#failed(error, execution);
    const pass = (): void => door.answer(passed({ resource: name }));
    if (named === null) {
      pass();
      return;
    }
    const resource = { tenant, ...named };
    const claim = { execution, step };
    this.#held.note(execution, step, resource);
    const waiter = {
      claim,
      get isOver() {
        return door.isOver;
      },
      patience: typeof asks['patience'] === 'number' ? asks['patience'] : Infinity,
      pass: () => (door.isOver ? this.#leave(resource, claim) : pass()),
      refuse: (obstacle: Obstacle) => door.answer({ kind: 'failed', fault: limitFault(name, obstacle) }),
    };
    this.#queues.use(resource).ask(waiter).catch(warn);
  }

  recorded(state: ExecutionState, events: readonly Recorded[]): void {
    for (const { event } of events)
      if (event.kind === 'step.ambiguous' || event.kind === 'step.held') this.#putAside(state.id, event.step);
    for (const { step, value: resource } of this.#held.ended(state, events)) {
      const claim = { execution: state.id, step };
      const at = this.#host.now();
      const verdict = resource.target.kind === 'function' ? verdictOf(step, events) : 'neither';
      const told: LimitNews[] = verdict === 'neither' ? [] : [{ kind: 'answer', at, claim, verdict }];
      this.#leave(resource, claim, [...told, { kind: 'leave', at, claim, timedOut: events.some(isTimeout) }]);
    }
  }

  /**
   * A call came back. Fulfils when what follows from it is durable; undefined when nothing does. A call that does not say
   * where it goes, because that is made of secrets, is not told apart by it either: names of resources are recorded.
   */
  answered({ tenant, call, identity, url, execution, step, verdict, retryAfter }: Answered): Promise<void> | undefined {
    const said = targetOfCall(call);
    const target = url === undefined ? said : hostTarget(url.href);
    if (said === null || target === null) return undefined;
    if (said.name !== target.name) this.#elsewhere.learn(call, target);
    const resource = { tenant, target, identity };
    const known = this.#queues.get(tenant, resourceName(resource));
    const isNews = verdict === 'failed' || retryAfter !== undefined || this.#isSampled(resource);
    if (verdict === 'neither' && retryAfter === undefined) return undefined;
    if (known === undefined && !isNews) return undefined;
    const at = this.#host.now();
    const answer = { kind: 'answer', at, claim: { execution, step }, verdict } as const;
    const told = this.#tell(resource, [{ ...answer, ...(retryAfter !== undefined && { retryAfter }) }]);
    return isNews ? told : undefined;
  }

  async explain(entry: WaitingAtGate, { tenant }: { readonly tenant: string }): Promise<WaitingAtGate> {
    const name = resourceAsked(entry.asks);
    return explained(entry, this.#queues.get(tenant, name)?.obstacle(this.#host.now()) ?? null);
  }

  /** Lets calls be made again, whoever asked for silence or failed; null where nothing was ever recorded. */
  async free({ tenant, resource, by }: FreedLimit): Promise<number | null> {
    const stored = await allLimits(this.#host.journal.streams);
    const names = stored.flatMap((limit) =>
      limit.tenant === tenant && limit.resource.replace(/#[^]*$/, '') === resource ? [limit.resource] : [],
    );
    for (const name of names) {
      const named = readResourceName(name);
      if (named !== null)
        await this.#queues.use({ tenant, ...named }).tell([{ kind: 'free', at: this.#host.now(), by }]);
    }
    return names.length === 0 ? null : names.length;
  }

  /** Lets nobody through any more; fulfils when nothing is being written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queues.close();
  }

  #resourceOf(call: LimitedCall): Resource | null {
    const kind = call.call.kind;
    if (kind === 'function' && !this.#settings.mentions('function')) return null;
    const isOutside = kind === 'http' || kind === 'call';
    if (isOutside && this.#queues.isEmpty && !this.#settings.mentions('host')) return null;
    const target = targetOfCall(call.call);
    if (target === null) return null;
    const { tenant } = call.origin;
    const { identity } = call;
    return { tenant, identity, target: kind === 'call' ? (this.#elsewhere.of(call.call) ?? target) : target };
  }

  /** True when each call has to ask: it takes something, or its end is waited for to know whether it worked. */
  #isCounted({ tenant, target }: Resource): boolean {
    const rules = this.#settings.rulesFor(tenant, target);
    return countsCalls(rules) || (target.kind !== 'host' && rules.breaker !== null);
  }

  #isSampled({ tenant, target }: Resource): boolean {
    return (this.#settings.rulesFor(tenant, target).breaker?.ratio ?? null) !== null;
  }

  /** Nobody knows how it ended, or it has not begun: a person will say, and meanwhile it takes no place. */
  #putAside(execution: string, step: StepId): void {
    const resource = this.#held.get(execution, step);
    this.#held.drop(execution, step);
    if (resource !== undefined) this.#leave(resource, { execution, step });
  }

  #leave(resource: Resource, claim: LimitClaim, told?: readonly LimitNews[]): void {
    this.#queues.use(resource).withdraw(claim);
    void this.#tell(resource, told ?? [{ kind: 'leave', at: this.#host.now(), claim }]);
  }

  /** Never rejects. */
  async #tell(resource: Resource, triggers: readonly LimitNews[]): Promise<void> {
    try {
      await this.#queues.use(resource).tell(triggers);
    } catch (error) {
      const [first] = triggers;
      this.#failed(error, first === undefined || first.kind === 'free' ? '' : first.claim.execution);
    }
  }

  #failed(error: unknown, execution: string): void {
    if (this.#isClosed) return;
    if (error instanceof JournalFailedError || error instanceof StaleCommitError) this.#host.failed(error);
    else this.#host.warn(error, execution);
  }
}

/** What a person frees: `host/example.com`, under every identity. */
export interface FreedLimit {
  readonly tenant: string;
  readonly resource: string;
  readonly by: string;
}

/** A place that was given for a step. */
interface Place {
  readonly resource: Resource;
  readonly claim: LimitClaim;
}

function isTimeout({ event }: Recorded): boolean {
  return event.kind === 'task.faulted' && event.fault.type === faultTypes.timeout.type;
}

/** Whether a function did what it is for. */
function verdictOf(step: StepId, events: readonly Recorded[]): Verdict {
  for (const { event } of events) {
    if (event.kind === 'task.completed' && event.task === step) return 'worked';
    if (event.kind === 'step.completed' && event.step === step) return 'worked';
    if (event.kind === 'task.faulted' && event.task === step) return judgeFault(event.fault);
    if (event.kind === 'step.failed' && event.step === step) return judgeFault(event.fault);
  }
  return 'neither';
}
