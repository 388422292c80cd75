import type { Amounts, Json, JsonObject, RepeatRule } from '@batonhq/core';

/** Options of one `context.step`. */
export interface StepOptions {
  /** `keyed` by default: the code is given the same idempotency key again. */
  readonly repeat?: RepeatRule;
  /** What each attempt may cost: it begins when that is set aside, and fails with a `budget` fault when it does not fit. */
  readonly cost?: StepCost;
  /**
   * What the step is about, for whatever stands before it; recorded. `provider` is whom limits count it for. With `patience` it
   * fails with a 429 instead of waiting for longer than so many milliseconds.
   */
  readonly about?: JsonObject;
}

/** How what the code of a step went to behaved. */
export interface StepReply {
  /** It did not do what it is for; it did by default. */
  readonly failed?: boolean;
  /** Milliseconds for which it asked to be left alone. */
  readonly retryAfter?: number;
}

/** What an attempt at a step may cost. */
export interface StepCost {
  /** What is paid for: the name of a model, say. */
  readonly of: string;
  /**
   * The most it can cost: `money` in millionths of a unit, `tokens`, `calls`, and `time` in milliseconds, which may be cut
   * to what is left.
   */
  readonly worst: Amounts;
  /** What `worst.money` is counted in, an ISO 4217 code; the engine's currency by default. */
  readonly currency?: string;
  /** Nobody knows its price in money: it is refused where money is limited. */
  readonly isUnpriced?: boolean;
  /** What this function may spend with all its steps, beside what its surroundings limit. */
  readonly within?: Amounts;
  /** What functions of this execution may spend that called this one, by the steps that they are. */
  readonly around?: readonly { readonly step: string; readonly within: Amounts }[];
}

/** What the code of a step is given. */
export interface StepScope {
  /** The same for every attempt at this step, over crashes, retries and restarts. */
  readonly idempotencyKey: string;
  /** Aborted when the task is cancelled or times out. */
  readonly signal: AbortSignal;
  /** Milliseconds it may take, where time was set aside for it; else null. */
  readonly limit: number | null;
  /** Says what the step really cost; when its code never does, its worst case counts. */
  readonly spent: (amounts: Amounts) => void;
  /** Says how what it went to behaved, for the limits of the provider that the step is about. */
  readonly answered: (reply: StepReply) => void;
}

/** A lock that was granted. */
export interface GrantedLock {
  readonly key: string;
  /** Higher than that of whoever had the key before: a service that refuses lower ones is safe from late requests. */
  readonly token: number;
}

/** How long to wait for a lock, and how long to hold it; without bounds by default. */
export interface LockOptions {
  /** When it was not granted after so long, `lock` rejects with a timeout fault. ISO 8601 duration or milliseconds. */
  readonly timeout?: string | number;
  /** When its code takes longer, that code is abandoned, the lock given back, and `lock` rejects with a timeout fault. */
  readonly ttl?: string | number;
}

/** What `context.call` may call. A workflow is named `namespace/name` or `namespace/name:version`. */
export type CallTarget =
  | { readonly function: string; readonly version?: string; readonly input?: Json }
  | { readonly http: { readonly method: string; readonly url: string; readonly headers?: Json; readonly body?: Json } }
  | { readonly workflow: string; readonly input?: Json };

/** Who has to say yes before a call is made. */
export interface CallApproval {
  /** Why people are asked, in words that they read. */
  readonly reason: string;
  /** Whoever answers has one of these; anybody may by default. */
  readonly roles?: readonly string[];
  /** How many different people, 1 by default. */
  readonly quorum?: number;
  /** No answer by then is a no: ISO 8601 duration or milliseconds, seven days by default. */
  readonly expires?: string | number;
}

/** How a call of a durable function is made. */
export interface CallOptions {
  /** Only after people said yes. */
  readonly approval?: CallApproval;
  /** Where its arguments came from, by their paths, for whoever is asked about it: `user`, `owner`, `fetched:TOOL` or `model`. */
  readonly origins?: Readonly<Record<string, string>>;
}

/**
 * What a durable function is given. Each call is one recorded step, named by `name` and its occurrence; when the
 * function is invoked again after a crash or a long wait, recorded outcomes come back in the order they were
 * recorded and nothing is done twice.
 *
 * The rules that make this work:
 * - What reads the clock, chance or the outside stands inside a `step` (or uses `now` and `random`).
 * - Operations at the same time go through `all` and `race`, which tell apart whose operation is whose.
 * - Whatever is put in or comes back is JSON.
 *
 * A failed operation rejects with a `FaultError`; a function that lets it go faults its task with it.
 */
export interface FunctionContext {
  /** The execution's id. */
  readonly execution: string;
  /** Whose execution it is. */
  readonly tenant: string;
  /** Who started it. */
  readonly user: string;
  /** The task that calls it, or the operation of another function that does: then a `|` is in it. */
  readonly task: string;
  /** The same for every attempt at this task, over crashes, retries and restarts. */
  readonly idempotencyKey: string;
  /** Aborted when the task is cancelled or times out. */
  readonly signal: AbortSignal;
  /** Runs `body` once and records what it returns; `body` gets the idempotency key of the step. */
  step<T extends Json | void>(
    name: string,
    body: (step: StepScope) => Promise<T> | T,
    options?: StepOptions,
  ): Promise<T>;
  /** Waits, durably. ISO 8601 duration or milliseconds. */
  sleep(duration: string | number): Promise<void>;
  /** The data of the next signal of this name; rejects with a timeout fault after `timeout`. */
  waitFor(signal: string, timeout?: string | number): Promise<Json>;
  /**
   * Calls another function, an HTTP endpoint or a workflow as a step of its own; with `approval` only after people said yes,
   * and rejects with status 403 when they did not.
   */
  call(target: CallTarget, options?: CallOptions): Promise<Json>;
  /** All of them, started in order; rejects with the first failure and abandons the others. */
  all<T>(branches: readonly (() => Promise<T>)[]): Promise<T[]>;
  /** The first that ends, by recorded order; the others are abandoned where they wait. */
  race<T>(branches: readonly (() => Promise<T>)[]): Promise<T>;
  /**
   * Runs `body` while this function has the lock: no other task or function of the tenant has the same key meanwhile,
   * in whichever execution. First come, first served. The lock is given back when `body` ends, however it does, and in
   * any case when the task does; neither a crash nor a restart gives it away. Inside of its own lock, or of a task that
   * has the same one, `lock` goes on at once.
   */
  lock<T>(key: string, options: LockOptions, body: (lock: GrantedLock) => Promise<T> | T): Promise<T>;
  /** Milliseconds since 1970, the same at every invocation: when what this function last heard of was recorded. */
  now(): number;
  /** In [0, 1), the same at every invocation. */
  random(): number;
  /** Telemetry, written once per place, not at re-invocation. */
  log(message: string, data?: Json): void;
  /**
   * Ends this invocation and begins again with `state` as input, forgetting the operations so far. Never returns: it
   * throws something that the function must let through.
   */
  continueAs(state: Json): never;
}
