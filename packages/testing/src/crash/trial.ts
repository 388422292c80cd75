import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from '../simulate/acknowledgements.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import { RemoteEngine } from '../backend-remote.ts';
import { checkFolder, type FolderCheck } from './check-folder.ts';
import { Host, type HostOptions } from './host.ts';
import { Onlooker, type Duty, type Look } from './look.ts';
import { checkPayments } from './payment-checks.ts';
import type { PaymentService } from './payment-service.ts';
import { Programs } from './programs.ts';
import { inputOf, type Scenario } from './scenarios.ts';

/** What a trial works with. */
export interface TrialOptions extends Pick<HostOptions, 'bundle' | 'folder'> {
  readonly service: PaymentService;
}

/** How long a calm world may take until everything has ended, on a machine with much else to do. */
const patience = 240_000;

/**
 * One data folder, the processes that own it one after the other, and the people who order things from them. What
 * somebody ordered of a process that died is ordered again from the next one, as a client would.
 */
export class Trial {
  readonly violations = new Set<Violation>();
  readonly #options: TrialOptions;
  readonly #remote = new RemoteEngine();
  readonly #programs = new Programs();
  readonly #onlooker: Onlooker;
  readonly #acknowledged: Acknowledged[] = [];
  /** Executions that somebody still waits for. */
  readonly #open = new Map<string, Scenario>();
  /** Executions that have ended since the last look. */
  #ended: string[] = [];
  #duties: readonly Duty[] = [];
  readonly #calm = new AbortController();

  constructor(options: TrialOptions) {
    this.#options = options;
    this.#onlooker = new Onlooker({ ...options, programs: this.#programs });
  }

  get acknowledged(): readonly Acknowledged[] {
    return this.#acknowledged;
  }

  get openExecutions(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Starts the next process on the folder. */
  start(under?: readonly string[]): Host {
    const { bundle, folder, service } = this.#options;
    const host = new Host({ bundle, folder, allow: [service.host], ...(under !== undefined && { under }) });
    void host.ready.then((isReady) => {
      if (!isReady) return;
      this.#remote.attach(host.child);
      for (const duty of this.#duties) void this.#do(duty);
    });
    return host;
  }

  /** Starts an execution and does whatever it needs of people; fulfils when it has ended. */
  async attend(id: string, scenario: Scenario): Promise<void> {
    const { backend } = this.#remote;
    const { service } = this.#options;
    const { definition, children = [], signal, cancelAfter, ends } = scenario;
    this.#open.set(id, scenario);
    for (const child of children) await backend.define(child);
    await backend.start({ id, definition, input: inputOf(service.address, id) });
    this.#acknowledged.push({ kind: 'started', execution: id });
    if (signal !== undefined) {
      const sent = backend.signal(id, { name: signal, id: `${id}-signal` });
      await this.#order(sent, { kind: 'signalled', execution: id, signal: `${id}-signal` });
    }
    if (cancelAfter !== undefined) {
      await service.arrived(() => service.paid(`${id}/${cancelAfter}`) > 0);
      await this.#order(backend.cancel(id, 'ada'), { kind: 'cancelled', execution: id });
    }
    const { phase } = await backend.result(id);
    this.#acknowledged.push({ kind: 'ended', execution: id, phase });
    if (phase !== ends) this.violations.add(`${id} is ${phase}, it should be ${ends}`);
    for (const violation of checkPayments(id, scenario, service)) this.violations.add(violation);
    this.#open.delete(id);
    this.#ended.push(id);
  }

  /** After a process has died: everything it sent has arrived; now its journal is examined. */
  async look(): Promise<Look> {
    await this.#options.service.drained();
    const executions = [...this.#open.keys(), ...this.#ended];
    this.#ended = [];
    const wanted = new Set(executions);
    const acknowledged = this.#acknowledged.filter(({ execution }) => wanted.has(execution));
    const look = this.#onlooker.look({ executions, acknowledged });
    this.#duties = look.duties;
    for (const violation of look.violations) this.violations.add(violation);
    return look;
  }

  /** A process may only die when it is made to. */
  blame({ complaint }: Host): void {
    if (complaint !== null) this.violations.add(complaint);
  }

  /** Lets everything come to its end, with a process that nobody hurts and people who do what they are asked for. */
  async calmDown(attended: Promise<unknown>, under?: readonly string[]): Promise<FolderCheck> {
    const host = this.start(under);
    const late = AbortSignal.timeout(patience);
    const hasEnded = attended.then(() => this.#calm.abort());
    while (!this.#calm.signal.aborted && !late.aborted && host.child.exitCode === null) {
      await Promise.race([hasEnded, sleep(50)]);
      const help = Promise.all([...this.#open.keys()].map((id) => this.#help(id, id)));
      await Promise.race([hasEnded, help, host.ended]);
    }
    for (const id of this.#open.keys()) this.violations.add(`I5 ${id} does not end in a calm world`);
    await host.close();
    this.blame(host);
    const all = checkFolder(this.#options.folder, this.#programs);
    for (const violation of all.violations) this.violations.add(violation);
    return all;
  }

  /** Does whatever an execution, or a child it waits for, shows that only a person can do. */
  async #help(execution: string, order: string): Promise<void> {
    const details = await this.#remote.backend.details(execution).catch(() => null);
    for (const waiting of details?.waitingFor ?? []) {
      if (waiting.kind === 'child') await this.#help(waiting.child, order);
      if (waiting.kind === 'resume') await this.#do({ kind: 'resume', execution });
      if (waiting.kind !== 'settlement') continue;
      const label = waiting.step.slice(waiting.step.lastIndexOf('/') + 1);
      await this.#do({ kind: 'settle', execution, step: waiting.step, payment: `${order}/${label}` });
    }
  }

  /** A person looks at the other side and tells the truth, or has what was put aside go on. */
  async #do(duty: Duty): Promise<void> {
    const { backend } = this.#remote;
    const { execution } = duty;
    if (duty.kind === 'resume') return this.#order(backend.resume(execution, 'ada'), { kind: 'resumed', execution });
    const wasPaid = this.#options.service.paid(duty.payment) > 0;
    const decision = wasPaid ? ({ kind: 'completed', output: null } as const) : ({ kind: 'repeat' } as const);
    const settled = backend.settle(execution, duty.step, { by: 'ada', decision });
    return this.#order(settled, { kind: 'settled', execution, step: duty.step });
  }

  /** Remembers what was acknowledged. A refusal is none: what is ordered twice has been done already. */
  async #order(order: Promise<void>, acknowledged: Acknowledged): Promise<void> {
    try {
      await order;
      this.#acknowledged.push(acknowledged);
    } catch (error) {
      const isRefusal = error instanceof Error && ['ConflictError', 'NotFoundError'].includes(error.name);
      if (!isRefusal) this.violations.add(`an order failed: ${String(error)}`);
    }
  }
}
