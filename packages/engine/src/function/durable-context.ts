import { fault, FaultError, fractionFrom, type Json, type Operation, type StepId } from '@batonhq/core';
import { callOf, ruleOf, targetName } from './call-target.ts';
import type {
  CallOptions,
  CallTarget,
  FunctionContext,
  GrantedLock,
  LockOptions,
  StepOptions,
  StepScope,
} from './context.ts';
import { millisecondsOf } from './duration.ts';
import { lockOperation, readLock, ttlName } from './function-lock.ts';
import type { OperationPort, OperationRequest, TaskFacts } from './operation-port.ts';
import { currentStrand, Strand } from './strand.ts';

/** Thrown by `continueAs` to leave the function; what the function does about it changes nothing. */
export class ContinuedError extends Error {
  override readonly name = 'ContinuedError';

  constructor() {
    super('the function continues with a new input: let this error through');
  }
}

/**
 * The context of one invocation: names operations, counts who waits, leaves the rest to its port.
 *
 * `#running` counts the strands that run code of the function; when there are none left the function stands still
 * until an operation ends. A plain function pays for none of this.
 */
export class DurableContext implements FunctionContext {
  readonly #facts: TaskFacts;
  readonly #port: OperationPort;
  #root: Strand | null = null;
  #running = 1;
  /** The locks it has or waits for, and who asked. */
  readonly #locks = new Map<StepId, Strand>();

  constructor(facts: TaskFacts, port: OperationPort) {
    this.#facts = facts;
    this.#port = port;
  }

  get execution(): string {
    return this.#facts.execution;
  }

  get tenant(): string {
    return this.#facts.tenant;
  }

  get user(): string {
    return this.#facts.user;
  }

  get task(): string {
    return this.#facts.task;
  }

  get idempotencyKey(): string {
    return this.#facts.idempotencyKey;
  }

  get signal(): AbortSignal {
    return this.#port.signal;
  }

  step<T extends Json | void>(
    name: string,
    body: (step: StepScope) => Promise<T> | T,
    options: StepOptions = {},
  ): Promise<T> {
    const strand = this.#strand();
    const inside = new Strand(this, { kind: 'step', path: '', parent: strand });
    const { repeat = 'keyed', about } = options;
    const operation: Operation = { kind: 'step', repeat, ...(about !== undefined && { about }) };
    const answer = this.#ask(strand, {
      name: strand.nameOf(name),
      operation,
      body: (scope) => currentStrand.run(inside, body, scope),
      ...(options.cost !== undefined && { cost: options.cost }),
    });
    // What comes back is what the body returned, as JSON has it.
    return answer as Promise<T>;
  }

  async sleep(duration: string | number): Promise<void> {
    const strand = this.#strand();
    await this.#ask(strand, {
      name: strand.nameOf('sleep()'),
      operation: { kind: 'sleep', milliseconds: millisecondsOf(duration) },
    });
  }

  waitFor(signal: string, timeout?: string | number): Promise<Json> {
    const strand = this.#strand();
    const limit = timeout === undefined ? {} : { timeout: millisecondsOf(timeout) };
    return this.#ask(strand, {
      name: strand.nameOf(`waitFor(${signal})`),
      operation: { kind: 'waitFor', signal, ...limit },
    });
  }

  call(target: CallTarget, { approval, origins }: CallOptions = {}): Promise<Json> {
    const strand = this.#strand();
    const { execution, task } = this.#facts;
    const name = strand.nameOf(`call(${targetName(target)})`);
    const call = callOf(target, { execution, operation: `${execution}|${task}|${name}` });
    const asks = approval === undefined ? {} : { approval: ruleOf(approval) };
    const told = origins === undefined ? {} : { origins };
    return this.#ask(strand, { name, operation: { kind: 'call', ...call, ...asks, ...told } });
  }

  all<T>(branches: readonly (() => Promise<T>)[]): Promise<T[]> {
    return this.#group('all', branches, (ended) => Promise.all(ended));
  }

  race<T>(branches: readonly (() => Promise<T>)[]): Promise<T> {
    if (branches.length === 0) throw new FaultError(fault('validation', 'a race needs a branch'));
    return this.#group('race', branches, (ended) => Promise.race(ended));
  }

  async lock<T>(key: string, options: LockOptions, body: (lock: GrantedLock) => Promise<T> | T): Promise<T> {
    const strand = this.#strand();
    const name = strand.nameOf(`lock(${key})`);
    const step = this.#stepOf(name);
    const ttl = options.ttl === undefined ? null : millisecondsOf(options.ttl);
    const operation = lockOperation(key, step, options);
    this.#locks.set(step, strand);
    const granted = await this.#ask(strand, { name, operation }).catch((error: unknown) => {
      this.#locks.delete(step);
      throw error;
    });
    try {
      return await this.#locked(strand, name, { ttl, body: () => body(readLock(key, granted)) });
    } catch (error) {
      // A function that goes on as new has left its locks behind already.
      if (error instanceof ContinuedError) this.#locks.clear();
      throw error;
    } finally {
      if (this.#locks.delete(step)) {
        const of = ttl === null ? [step] : [step, this.#stepOf(ttlName(name))];
        await this.#ask(strand, { name: strand.nameOf('release()'), operation: { kind: 'release', of } });
      }
    }
  }

  now(): number {
    return this.#port.now();
  }

  random(): number {
    const { execution, task } = this.#facts;
    return fractionFrom(`${execution}|${task}|${this.#strand().nameOf('random()')}`);
  }

  log(message: string, data: Json = null): void {
    if (!this.#port.isReplaying()) this.#port.log(message, data);
  }

  continueAs(state: Json): never {
    const operation: Operation = { kind: 'continueAs', input: state };
    this.#port.ask({ name: this.#strand().nameOf('continueAs()'), operation }).catch(() => undefined);
    throw new ContinuedError();
  }

  /** Who asks. Outside of all branches it is the function itself. */
  #strand(): Strand {
    const current = currentStrand.getStore();
    if (current?.owner === this) {
      if (current.kind !== 'step') return current;
      throw new FaultError(
        fault('runtime', 'the code of a step cannot use the context: it would not be repeated with it'),
      );
    }
    this.#root ??= new Strand(this, { kind: 'function', path: this.#facts.path });
    return this.#root;
  }

  #ask(strand: Strand, request: OperationRequest): Promise<Json> {
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    this.#wait(strand);
    if (strand.isAbandoned) return promise;
    this.#port.ask(request).then(
      (output) => {
        if (this.#goOn(strand)) resolve(output);
      },
      (error: unknown) => {
        if (this.#goOn(strand)) reject(error);
      },
    );
    return promise;
  }

  /** Branches at the same time; when `collect` has its answer, those that still wait are left behind. */
  #group<T, R>(
    kind: string,
    branches: readonly (() => Promise<T>)[],
    collect: (ended: readonly Promise<T>[]) => Promise<R>,
  ): Promise<R> {
    const parent = this.#strand();
    const path = parent.nameOf(kind);
    const paths = branches.map((_, index) => `${path}.${index}/`);
    return this.#together({ parent, paths }, branches, collect);
  }

  /** The code of a lock, and the time it has. */
  #locked<T>(
    parent: Strand,
    name: string,
    { ttl, body }: { readonly ttl: number | null; readonly body: () => Promise<T> | T },
  ): Promise<T> {
    const code = async (): Promise<T> => body();
    const timer = async (): Promise<never> => {
      const operation: Operation = { kind: 'sleep', milliseconds: ttl ?? 0 };
      await this.#ask(this.#strand(), { name: ttlName(name), operation });
      throw new FaultError(fault('timeout', 'the code of the lock took longer than it may have it'));
    };
    const branches = ttl === null ? [code] : [code, timer];
    const paths = [`${name}/`, ''].slice(0, branches.length);
    return this.#together({ parent, paths }, branches, (ended) => Promise.race(ended));
  }

  #together<T, R>(
    { parent, paths }: { readonly parent: Strand; readonly paths: readonly string[] },
    branches: readonly (() => Promise<T>)[],
    collect: (ended: readonly Promise<T>[]) => Promise<R>,
  ): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    if (parent.isAbandoned) {
      this.#wait(parent);
      return promise;
    }
    const strands = paths.map((path) => new Strand(this, { kind: 'branch', path, parent }));
    const isOver = (): boolean => {
      for (const strand of strands) strand.abandon();
      this.#releaseAbandoned(parent);
      return this.#goOn(parent);
    };
    this.#running += strands.length;
    const ended = strands.map((strand, index) =>
      currentStrand.run(strand, () => this.#branch(strand, branches[index])),
    );
    this.#wait(parent);
    collect(ended).then(
      (result) => (isOver() ? resolve(result) : undefined),
      (error: unknown) => (isOver() ? reject(error) : undefined),
    );
    return promise;
  }

  async #branch<T>(strand: Strand, body: (() => Promise<T>) | undefined): Promise<T> {
    try {
      if (body === undefined) throw new FaultError(fault('validation', 'a branch must be a function'));
      return await body();
    } finally {
      strand.isEnded = true;
      if (strand.waitingFor === 0) this.#stop();
    }
  }

  /** Branches that were left behind have no locks, and do not wait for any. Nobody waits until that is recorded. */
  #releaseAbandoned(parent: Strand): void {
    if (parent.isAbandoned) return;
    const of = [...this.#locks].flatMap(([step, strand]) => (strand.isAbandoned ? [step] : []));
    if (of.length === 0) return;
    for (const step of of) this.#locks.delete(step);
    const name = parent.nameOf('release()');
    this.#port.ask({ name, operation: { kind: 'release', of } }).catch(() => undefined);
  }

  #stepOf(name: string): StepId {
    return `${this.#facts.task}|${name}`;
  }

  /** A strand has asked for something; one that is abandoned waits for it for good. */
  #wait(strand: Strand): void {
    strand.waitingFor += 1;
    if (strand.waitingFor === 1 && !strand.isEnded) this.#stop();
  }

  /** One strand fewer is running. */
  #stop(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#port.standsStill(true);
  }

  /** A strand got its answer; false when nobody is interested any more. */
  #goOn(strand: Strand): boolean {
    if (strand.isAbandoned) return false;
    strand.waitingFor -= 1;
    if (strand.waitingFor > 0 || strand.isEnded) return true;
    this.#running += 1;
    if (this.#running === 1) this.#port.standsStill(false);
    return true;
  }
}
