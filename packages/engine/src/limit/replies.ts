import { identityOf, type Effect, type Outcome } from '@batonhq/core';
import type { HearReply, Reply } from '../egress/call-egress.ts';
import { AbandonedError, type Attempt } from '../perform/attempt.ts';
import type { AnsweredStep } from '../function/operation-port.ts';
import type { Answered } from './call-limits.ts';
import { judgeFault, judgeReply, type Judgement } from './verdict.ts';

/** What wants to know how calls came back. */
export interface RepliesHost {
  now(): number;
  /** Fulfils when what follows is durable; undefined when nothing does. */
  answered(answer: Answered): Promise<void> | undefined;
}

/**
 * Tells limits how the places behave that calls go to. A call that was given up says nothing about them, unless it was given
 * up because its time was over.
 */
export class Replies {
  readonly #host: RepliesHost;

  constructor(host: RepliesHost) {
    this.#host = host;
  }

  /** How the one request of a call came back. */
  heard(attempt: Attempt, effect: Effect, reply: Reply): Promise<void> | undefined {
    if (reply.status === null && isGivenUp(attempt)) return undefined;
    return this.#tell(attempt, effect, judgeReply(reply, this.#host.now()));
  }

  /** Listens to the requests of a call that may make several, and to other places than it says. */
  listen(attempt: Attempt, effect: Effect): Listening {
    let hasHeard = false;
    return {
      heard: (url, reply) => {
        hasHeard = true;
        if (reply.status === null && isGivenUp(attempt)) return undefined;
        return this.#tell(attempt, effect, { ...judgeReply(reply, this.#host.now()), url });
      },
      ended: (outcome) => {
        const verdict = hasHeard || isGivenUp(attempt) ? 'neither' : verdictOf(outcome);
        return verdict === 'neither' ? undefined : this.#tell(attempt, effect, { verdict });
      },
    };
  }

  /** The code of a step says how what it went to behaved. */
  told(attempt: Attempt, { step, operation, reply }: AnsweredStep): void {
    if (operation.kind !== 'step' || operation.about === undefined) return;
    const { failed = false, retryAfter } = reply;
    const { execution } = attempt.order;
    const tenant = attempt.resident.state?.origin.tenant ?? '';
    void this.#host.answered({
      tenant,
      execution,
      step,
      call: { kind: 'step', about: operation.about },
      identity: null,
      verdict: retryAfter !== undefined ? 'neither' : failed ? 'failed' : 'worked',
      ...(retryAfter !== undefined && { retryAfter: this.#host.now() + Math.max(0, retryAfter) }),
    });
  }

  #tell(
    { order, resident }: Attempt,
    effect: Effect,
    judgement: Judgement & { readonly url?: URL },
  ): Promise<void> | undefined {
    const { execution, id: step, deferred } = order;
    const tenant = resident.state?.origin.tenant ?? '';
    return this.#host.answered({ tenant, execution, step, call: effect, identity: identityOf(deferred), ...judgement });
  }
}

/** The requests of one call, and how it ended. */
export interface Listening {
  readonly heard: HearReply;
  /** A call of which no request was heard (a protocol that is not HTTP) is known by how it ended. */
  ended(outcome: Outcome): Promise<void> | undefined;
}

function isGivenUp({ signal }: Attempt): boolean {
  const reason: unknown = signal.reason;
  return signal.aborted && !(reason instanceof AbandonedError && reason.isLate);
}

function verdictOf(outcome: Outcome): Judgement['verdict'] {
  if (outcome.kind === 'completed') return 'worked';
  if (outcome.kind === 'unknown') return 'failed';
  return outcome.kind === 'failed' ? judgeFault(outcome.fault) : 'neither';
}
