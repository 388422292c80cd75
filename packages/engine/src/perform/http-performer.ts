import { fault, FaultError, type Fault, type Outcome, type StepOrder } from '@batonhq/core';
import { EgressFailedError, type EgressClient, type EgressResponse } from '../egress/egress-client.ts';
import { EgressRefusedError } from '../egress/egress-policy.ts';
import { faultOfError } from '../function/fault-of-error.ts';
import type { Attempt } from './attempt.ts';
import { messageOf, outputOf, type HttpEffect, type HttpMessage } from './http-message.ts';
import { redact, redactText, reveal, type Revealed, type Secrets } from './secrets.ts';

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
    let revealed: Revealed = { members: {}, hidden: [] };
    try {
      if (order.deferred !== undefined)
        revealed = reveal(order.deferred, { names: resident.program.secrets, secrets: this.#secrets });
      const { authentication, ...members } = revealed.members;
      const effect: HttpEffect = { ...written, ...members };
      const message = messageOf(effect, { ...(authentication !== undefined && { authentication }), ...keyOf(order) });
      const received = await this.#client.send({ ...message, follow: effect.redirect, signal });
      return this.#judge({ effect, message, received }, revealed.hidden);
    } catch (error) {
      return failed(order, error, revealed.hidden);
    }
  }

  #judge({ effect, message, received }: Exchange, hidden: readonly string[]): Outcome {
    const { status } = received;
    const isWelcome = status >= 200 && status < (effect.redirect ? 400 : 300);
    if (isWelcome) return { kind: 'completed', output: redact(outputOf(effect, message, received), hidden) };
    const detail = `${message.method} ${message.url.origin}${message.url.pathname} answered ${status}: ${received.body.toString('utf8', 0, quoted)}`;
    return { kind: 'failed', fault: shown(fault('communication', detail, { status }), hidden) };
  }
}

interface Exchange {
  readonly effect: HttpEffect;
  readonly message: HttpMessage;
  readonly received: EgressResponse;
}

/** Whoever recognises repeated requests needs the key; sending it to others costs nothing. */
function keyOf({ repeat, idempotencyKey }: StepOrder): { readonly idempotencyKey?: string } {
  return repeat === 'safe' ? {} : { idempotencyKey };
}

function failed({ repeat }: StepOrder, error: unknown, hidden: readonly string[]): Outcome {
  if (error instanceof EgressRefusedError)
    return { kind: 'failed', fault: fault('authorization', error.message, { status: 403 }) };
  if (!(error instanceof EgressFailedError))
    return { kind: 'failed', fault: shown(error instanceof FaultError ? error.fault : faultOfError(error), hidden) };
  const mayHaveHappened = error.wasSent && (repeat === 'never' || repeat === 'probe');
  if (mayHaveHappened)
    return {
      kind: 'unknown',
      reason: redactText(`the request was sent, but no answer came: ${error.message}`, hidden),
    };
  return { kind: 'failed', fault: shown(fault('communication', error.message), hidden) };
}

function shown(given: Fault, hidden: readonly string[]): Fault {
  return given.detail === undefined ? given : { ...given, detail: redactText(given.detail, hidden) };
}
