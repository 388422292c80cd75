import { fault, type Fault, type Outcome, type StepOrder } from '@batonhq/core';
import { EgressFailedError, type EgressClient, type EgressResponse } from '../egress/egress-client.ts';
import { EgressRefusedError } from '../egress/egress-policy.ts';
import { faultOfError } from '../function/fault-of-error.ts';
import type { Attempt } from './attempt.ts';
import { messageOf, outputOf, type HttpEffect, type HttpMessage } from './http-message.ts';
import { SecretScope, type Secrets } from './secrets.ts';

/** How much of an answer a fault quotes. */
const quoted = 500;

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

  constructor(client: EgressClient, secrets: Secrets) {
    this.#client = client;
    this.#secrets = secrets;
  }

  perform(attempt: Attempt, effect: HttpEffect): void {
    void this.#call(attempt, effect).then((outcome) => attempt.finish(outcome));
  }

  /** Never rejects: whatever goes wrong is an outcome. */
  async #call({ order, resident, signal }: Attempt, written: HttpEffect): Promise<Outcome> {
    let scope = noSecrets;
    try {
      if (order.deferred !== undefined) scope = new SecretScope(resident.program.secrets, this.#secrets);
      const { members, ...authorized } = order.deferred === undefined ? { members: {} } : scope.reveal(order.deferred);
      const effect: HttpEffect = { ...written, ...members };
      const message = messageOf(effect, { ...authorized, ...keyOf(order) });
      const received = await this.#client.send({ ...message, follow: effect.redirect, signal });
      return judge({ effect, message, received }, scope);
    } catch (error) {
      return failed(order, error, scope);
    }
  }
}

const noSecrets = new SecretScope([], () => undefined);

interface Exchange {
  readonly effect: HttpEffect;
  readonly message: HttpMessage;
  readonly received: EgressResponse;
}

function judge({ effect, message, received }: Exchange, scope: SecretScope): Outcome {
  const { status, body } = received;
  const isWelcome = status >= 200 && status < (effect.redirect ? 400 : 300);
  if (isWelcome) return { kind: 'completed', output: scope.redact(outputOf(effect, message, received)) };
  const { origin, pathname } = message.url;
  const detail = `${message.method} ${origin}${pathname} answered ${status}: ${body.toString('utf8', 0, quoted)}`;
  return { kind: 'failed', fault: shown(fault('communication', detail, { status }), scope) };
}

/** Whoever recognises repeated requests needs the key; sending it to others costs nothing. */
function keyOf({ repeat, idempotencyKey }: StepOrder): { readonly idempotencyKey?: string } {
  return repeat === 'safe' ? {} : { idempotencyKey };
}

function failed({ repeat }: StepOrder, error: unknown, scope: SecretScope): Outcome {
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
