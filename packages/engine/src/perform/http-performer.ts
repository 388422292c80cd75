import { fault, type Fault, type Outcome, type StepOrder } from '@batonhq/core';
import { egressFor, sendAs, type HearReply } from '../egress/call-egress.ts';
import type { EgressClient } from '../egress/egress-client.ts';
import { EgressFailedError } from '../egress/egress-failed-error.ts';
import type { EgressResponse } from '../egress/exchange.ts';
import { EgressRefusedError } from '../egress/egress-policy.ts';
import { faultOfError } from '../function/fault-of-error.ts';
import { defaultLimits } from '../limits.ts';
import { copyJson, type PayloadLimits } from '../payload.ts';
import type { Attempt } from './attempt.ts';
import { messageOf, outputOf, type HttpEffect, type HttpMessage } from './http-message.ts';
import type { Replies } from '../limit/replies.ts';
import type { TokenSource } from './credentials.ts';
import { SecretScope, type Revealed, type Secrets } from './secrets.ts';
import { UnavailableCallError } from './unavailable-call-error.ts';

/** How much of an answer a fault quotes. */
const quoted = 500;

/** What HTTP calls may use; where something is missing, calls that need it wait for somebody to act. */
export interface HttpHost {
  readonly tokens?: TokenSource | undefined;
  /** How large and how deep an answer may be that is recorded; as usual by default. */
  readonly limits?: PayloadLimits;
  /** Hears how calls came back. */
  readonly replies?: Replies;
}

/**
 * Performs HTTP calls.
 *
 * An answer outside of 2xx (or 3xx, where redirects are welcome) is a communication fault with its status. No answer
 * is one too, unless the request may have arrived and its repeat rule forbids finding out by sending it again: then
 * nobody knows, and the outcome says so.
 */
export class HttpPerformer {
  readonly #client: EgressClient;
  readonly #secrets: Secrets;
  readonly #host: HttpHost;

  constructor(client: EgressClient, secrets: Secrets, host: HttpHost = {}) {
    this.#client = client;
    this.#secrets = secrets;
    this.#host = host;
  }

  perform(attempt: Attempt, effect: HttpEffect): void {
    void this.#call(attempt, effect).then((outcome) => attempt.finish(outcome));
  }

  /** Never rejects: whatever goes wrong is an outcome. */
  async #call(attempt: Attempt, written: HttpEffect): Promise<Outcome> {
    const { order, resident, signal } = attempt;
    const names = resident.program.secrets;
    let scope = SecretScope.forHiding(names, this.#secrets);
    try {
      if (order.deferred !== undefined) scope = new SecretScope(names, this.#secrets);
      const host = { tokens: this.#host.tokens, egress: egressFor(this.#client, signal) };
      const { members, credentials }: Revealed =
        order.deferred === undefined ? nothing : await scope.reveal(order.deferred, host);
      const effect: HttpEffect = { ...written, ...members };
      const message = messageOf(effect, keyOf(order));
      const heard: HearReply = (_url, reply) => this.#host.replies?.heard(attempt, written, reply);
      const sending = { client: this.#client, signal, credentials: credentials.call, heard };
      const received = await sendAs(sending, { ...message, follow: effect.redirect });
      return judge({ effect, message, received, limits: this.#host.limits ?? defaultLimits }, scope);
    } catch (error) {
      return failed(order, error, scope);
    }
  }
}

const nothing: Revealed = { members: {}, credentials: {} };

interface Exchange {
  readonly effect: HttpEffect;
  readonly message: HttpMessage;
  readonly received: EgressResponse;
  readonly limits: PayloadLimits;
}

function judge({ effect, message, received: given, limits }: Exchange, scope: SecretScope): Outcome {
  const { status, body } = given;
  const received = effect.output === 'raw' ? { ...given, body: scope.redactBytes(body) } : given;
  const isWelcome = status >= 200 && status < (effect.redirect ? 400 : 300);
  if (isWelcome) {
    const output = copyJson(outputOf(effect, message, received), limits);
    return { kind: 'completed', output: scope.redact(output) };
  }
  const { origin, pathname } = message.url;
  const detail = `${message.method} ${origin}${pathname} answered ${status}: ${body.toString('utf8', 0, quoted)}`;
  return { kind: 'failed', fault: shown(fault('communication', detail, { status }), scope) };
}

/** Whoever recognises repeated requests needs the key; sending it to others costs nothing. */
function keyOf({ repeat, idempotencyKey }: StepOrder): { readonly idempotencyKey?: string } {
  return repeat === 'safe' ? {} : { idempotencyKey };
}

function failed({ repeat }: StepOrder, error: unknown, scope: SecretScope): Outcome {
  if (error instanceof UnavailableCallError) return { kind: 'unavailable', reason: error.message };
  if (!(error instanceof EgressFailedError)) return { kind: 'failed', fault: shown(faultOf(error), scope) };
  const mayHaveHappened = error.wasSent && (repeat === 'never' || repeat === 'probe');
  if (!mayHaveHappened) return { kind: 'failed', fault: shown(fault('communication', error.message), scope) };
  return { kind: 'unknown', reason: scope.redactText(`the request was sent, but no answer came: ${error.message}`) };
}

function faultOf(error: unknown): Fault {
  return error instanceof EgressRefusedError
    ? fault('authorization', error.message, { status: 403 })
    : faultOfError(error);
}

function shown(given: Fault, scope: SecretScope): Fault {
  return given.detail === undefined ? given : { ...given, detail: scope.redactText(given.detail) };
}
