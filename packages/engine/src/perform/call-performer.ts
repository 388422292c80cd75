import { randomUUID } from 'node:crypto';
import {
  fault,
  FaultError,
  isJsonObject,
  type Fault,
  type Json,
  type Outcome,
  type Pin,
  type Program,
} from '@batonhq/core';
import { egressFor, type HearReply } from '../egress/call-egress.ts';
import type { Egress } from '../egress/egress.ts';
import type { EgressClient } from '../egress/egress-client.ts';
import { EgressFailedError } from '../egress/egress-failed-error.ts';
import { EgressRefusedError } from '../egress/egress-policy.ts';
import { faultOfError } from '../function/fault-of-error.ts';
import type { Replies } from '../limit/replies.ts';
import { copyJson, type PayloadLimits } from '../payload.ts';
import type { Attempt } from './attempt.ts';
import { bringMessage, type DeliverEvent } from './bring-message.ts';
import type { Caller, Callers, OutsideCall, OutsideEffect } from './caller.ts';
import { knownArguments, type CallTemplate, type KnownArguments } from './known-arguments.ts';
import { LostCallError } from './lost-call-error.ts';
import { SecretScope, type Revealed, type Secrets } from './secrets.ts';
import { UnavailableCallError } from './unavailable-call-error.ts';
import { UndescribedCallError } from './undescribed-call-error.ts';

/** What calls are performed with. */
export interface CallHost {
  readonly client: EgressClient;
  readonly secrets: Secrets;
  readonly callers: Callers;
  readonly limits: PayloadLimits;
  /** Hears how calls came back. */
  readonly replies?: Replies;
  /** Brings messages of subscriptions to their executions. */
  readonly deliver: DeliverEvent;
  log(entry: {
    readonly execution: string;
    readonly task: string;
    readonly message: string;
    readonly data: Json;
  }): void;
}

/** Who performs a call, and who hears of its requests. */
interface Calling {
  readonly caller: Caller;
  readonly heard: HearReply | undefined;
}

/**
 * Performs calls in protocols and processes through the callers that were handed in. What comes back, output or fault,
 * has every secret of the call crossed out.
 */
export class CallPerformer {
  readonly #host: CallHost;
  readonly #closing = new AbortController();
  readonly #lasting: Egress;

  constructor(host: CallHost) {
    this.#host = host;
    this.#lasting = egressFor(host.client, this.#closing.signal);
  }

  /** `fetch` for what is no call of a definition; what it has open ends with the engine. */
  get fetch(): typeof globalThis.fetch {
    return this.#lasting.fetch;
  }

  /** Ends what was kept for later calls. */
  async close(): Promise<void> {
    await this.#host.callers.close?.();
    this.#closing.abort();
  }

  /** Looks at the other side of a compiled call, before there is an execution; undefined when that makes no sense. */
  async describe(program: Program, effect: CallTemplate): Promise<Pin | undefined> {
    const { callers, secrets } = this.#host;
    const given = knownArguments(effect);
    if (callers.describe === undefined || given === undefined) return undefined;
    const scope = new SecretScope(program.secrets, secrets);
    try {
      const pin = await this.#describe(effect, { ...given, scope });
      return pin && { ...pin, summary: scope.redact(pin.summary) };
    } catch (error) {
      // Whoever hears of it prints it, and what the other side says may repeat what it was sent.
      throw new UndescribedCallError(scope.redactText(error instanceof Error ? error.message : String(error)));
    }
  }

  async #describe(
    effect: CallTemplate,
    given: KnownArguments & { readonly scope: SecretScope },
  ): Promise<Pin | undefined> {
    const { callers, client } = this.#host;
    const { protocol, hinted, authentications } = effect;
    const deferred = { input: null, scope: () => null, members: given.deferred, authentications };
    const { members, credentials } = await given.scope.reveal(deferred, {
      tokens: callers.tokens,
      egress: this.#lasting,
    });
    const { signal } = this.#closing;
    return callers.describe?.({
      effect: { kind: 'call', protocol, arguments: given.known, hinted },
      arguments: { ...given.known, ...members },
      input: null,
      execution: 'define',
      step: 'define',
      idempotencyKey: 'define',
      repeat: 'safe',
      isRepeated: false,
      signal,
      egress: egressFor(client, signal),
      lasting: this.#lasting,
      credentials,
      condition: () => undefined,
      bring: async () => undefined,
      log: () => undefined,
    });
  }

  perform(attempt: Attempt, effect: OutsideEffect): void {
    const { protocols, processes } = this.#host.callers;
    const caller = effect.kind === 'call' ? protocols?.[effect.protocol] : processes?.[effect.process];
    if (caller === undefined) attempt.finish({ kind: 'unavailable', reason: nameOf(effect) });
    else void this.#finish(attempt, effect, caller);
  }

  async #finish(attempt: Attempt, effect: OutsideEffect, caller: Caller): Promise<void> {
    const listening = this.#host.replies?.listen(attempt, effect);
    const outcome = await this.#call(attempt, effect, { caller, heard: listening?.heard });
    await listening?.ended(outcome);
    attempt.finish(outcome);
  }

  /** Never rejects: whatever goes wrong is an outcome. */
  async #call(attempt: Attempt, effect: OutsideEffect, { caller, heard }: Calling): Promise<Outcome> {
    const names = attempt.resident.program.secrets;
    let scope = SecretScope.forHiding(names, this.#host.secrets);
    try {
      const { deferred } = attempt.order;
      if (deferred !== undefined && mentionsSecrets(deferred)) scope = new SecretScope(names, this.#host.secrets);
      const host = { tokens: this.#host.callers.tokens, egress: this.#lasting };
      const revealed = deferred === undefined ? nothing : await scope.reveal(deferred, host);
      const output = await caller({
        ...callOf(attempt, effect, revealed),
        egress: egressFor(this.#host.client, attempt.signal, heard),
        lasting: egressFor(this.#host.client, this.#closing.signal, heard),
        bring: async (message) => {
          const plain = message === null ? null : scope.redact(copyJson(message, this.#host.limits));
          const brought = { id: randomUUID(), message: isJsonObject(plain) ? plain : null };
          await bringMessage(this.#host.deliver, attempt, brought);
        },
        log: (message, data = null) => {
          const { execution, id: task } = attempt.order;
          this.#host.log({ execution, task, message: scope.redactText(message), data: scope.redact(data) });
        },
      });
      return { kind: 'completed', output: scope.redact(copyJson(output, this.#host.limits)) };
    } catch (error) {
      return failed(attempt, effect, { error, scope });
    }
  }
}

const nothing: Revealed = { members: {}, credentials: {} };

function nameOf(effect: OutsideEffect): string {
  return effect.kind === 'call' ? `call: ${effect.protocol}` : `run: ${effect.process}`;
}

function mentionsSecrets({ members, authentications = {} }: NonNullable<Attempt['order']['deferred']>): boolean {
  return Object.keys(members).length > 0 || Object.keys(authentications).length > 0;
}

function callOf(
  { order, cause, signal }: Attempt,
  effect: OutsideEffect,
  { members, credentials }: Revealed,
): Omit<OutsideCall, 'bring' | 'egress' | 'lasting' | 'log'> {
  const { deferred, execution, id, idempotencyKey, repeat } = order;
  return {
    effect,
    arguments: { ...effect.arguments, ...members },
    ...(deferred?.pinned !== undefined && { pinned: deferred.pinned }),
    input: deferred?.input ?? null,
    execution,
    step: id,
    idempotencyKey,
    repeat,
    isRepeated: cause === 'recovered',
    signal,
    credentials,
    condition: (name: string, value: Json): Json | undefined =>
      deferred?.conditions?.[name]?.evaluate(value, deferred.scope),
  };
}

interface Failure {
  readonly error: unknown;
  readonly scope: SecretScope;
}

function failed({ order }: Attempt, effect: OutsideEffect, { error, scope }: Failure): Outcome {
  if (error instanceof UnavailableCallError) return { kind: 'unavailable', reason: scope.redactText(error.message) };
  const isLost = error instanceof LostCallError;
  const isRuled = order.repeat === 'safe' || order.repeat === 'keyed';
  const mayRepeat = effect.kind === 'call' && effect.hinted ? isLost && error.isRepeatable : isRuled;
  if (isLost && !mayRepeat) return { kind: 'unknown', reason: scope.redactText(error.message) };
  const { detail = '', ...rest } = faultOf(error);
  return { kind: 'failed', fault: { ...rest, detail: scope.redactText(detail) } };
}

function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof EgressRefusedError) return fault('authorization', error.message, { status: 403 });
  if (error instanceof EgressFailedError || error instanceof LostCallError)
    return fault('communication', error.message);
  return faultOfError(error);
}
