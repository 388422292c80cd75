import { FaultError, faultTypes, type Budget } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import type { ChainLink } from '../../memory/signature.ts';
import { ModelError, isPassing, type ModelFailure } from '../../model/model-error.ts';
import type { Model, ModelReply, ModelRequest } from '../../model/model.ts';
import type { PriceList } from '../../model/price/price-list.ts';
import { costOfCall, costOfFailure, costOfReply } from './call-cost.ts';

/** How often one model is asked the same thing before the next one is. */
const tries = 4;

/** Milliseconds before the first retry; doubled for each further one. */
const firstWait = 500;
const longestWait = 60_000;

/** What one recorded call of a model brought. Failures are outcomes too: what follows from them is decided in the open. */
type Answer =
  | { readonly kind: 'reply'; readonly reply: ModelReply }
  | { readonly kind: 'failed'; readonly failure: ModelFailure; readonly message: string; readonly wait: number | null };

/** What asking came to. */
export type Asked =
  | { readonly kind: 'reply'; readonly reply: ModelReply; readonly calls: number; readonly model: string }
  | { readonly kind: 'too-long'; readonly calls: number }
  /** The next call does not fit into a budget; `detail` says whose. */
  | { readonly kind: 'unaffordable'; readonly calls: number; readonly detail: string }
  | { readonly kind: 'failed'; readonly calls: number; readonly detail: string };

/** Who is asked what, until when. */
export interface Asking {
  readonly context: FunctionContext;
  /** In the order they are tried. */
  readonly models: readonly Model[];
  readonly request: ModelRequest;
  readonly prices: PriceList;
  /** What the mission may spend. */
  readonly budget: Budget;
  /** The missions that this one was handed on by: what it costs, they pay too. None by default. */
  readonly around?: readonly ChainLink[];
  /** Recorded time after which nothing is tried any more. */
  readonly deadline: number;
  readonly onText?: (delta: string) => void;
}

/**
 * Asks models until one answers: each call is one recorded step, a passing failure is tried again after a wait that is
 * durable too (what the provider asked for, else exponential with jitter), anything else goes to the next model.
 */
export async function askModel(asking: Asking): Promise<Asked> {
  const failures: string[] = [];
  let calls = 0;
  for (const model of asking.models) {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const answer = await callOnce(model, asking);
      if (answer.kind === 'unaffordable') return { ...answer, calls };
      calls += 1;
      if (answer.kind === 'reply') return { kind: 'reply', reply: answer.reply, calls, model: model.reference };
      if (answer.failure === 'context-too-long') return { kind: 'too-long', calls };
      failures.push(answer.message);
      const wait = waitBefore(attempt, { answer, asking });
      if (wait === null) break;
      await asking.context.sleep(wait);
    }
  }
  return { kind: 'failed', calls, detail: [...new Set(failures)].slice(-3).join('; ') };
}

async function callOnce(model: Model, asking: Asking): Promise<Answer | Unaffordable> {
  try {
    return await perform(model, asking);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const detail = error.fault.detail ?? error.message;
    if (error.fault.type === faultTypes.budget.type) return { kind: 'unaffordable', detail };
    if (error.fault.status !== 429) throw error;
    // Its provider is limited for longer than this waits: the next model may answer meanwhile.
    return { kind: 'failed', failure: 'refused', message: detail, wait: null };
  }
}

interface Unaffordable {
  readonly kind: 'unaffordable';
  readonly detail: string;
}

function perform(
  model: Model,
  { context, request, deadline, onText, prices, budget, around = [] }: Asking,
): Promise<Answer> {
  const left = Math.max(1, deadline - context.now());
  const call = { model, request, prices };
  const cost = costOfCall(call, { time: left, budget, around });
  return context.step(
    `model ${shortName(model)}`,
    async ({ signal, limit, spent, answered }): Promise<Answer> => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(Math.min(left, limit ?? left))]);
      const begun = performance.now();
      try {
        const reply = await model.call(request, { signal: limited, ...(onText !== undefined && { onText }) });
        spent(costOfReply(call, reply, { worst: cost.worst, time: performance.now() - begun }));
        answered({});
        return { kind: 'reply', reply };
      } catch (error) {
        spent(costOfFailure(error, { worst: cost.worst, time: performance.now() - begun }));
        signal.throwIfAborted();
        if (limited.aborted) return { kind: 'failed', failure: 'timeout', message: 'the time was over', wait: null };
        if (!(error instanceof ModelError)) throw error;
        const { failure, retryAfter } = error;
        answered({ failed: isPassing(failure), ...(retryAfter !== null && { retryAfter }) });
        return { kind: 'failed', failure, message: error.message, wait: retryAfter };
      }
    },
    {
      repeat: 'safe',
      cost,
      about: { provider: providerOf(model), patience: Math.min(longestWait, left) },
    },
  );
}

/** The model's own name, without provider or address. */
function shortName({ reference }: Model): string {
  return reference.slice(Math.max(reference.lastIndexOf('#'), reference.lastIndexOf('/')) + 1);
}

/** Whose model it is, as limits name it: `openai`, or the host of a server. */
function providerOf({ reference }: Model): string {
  return URL.canParse(reference) ? new URL(reference).host : reference.slice(0, Math.max(0, reference.indexOf('/')));
}

/** Milliseconds until the same model is asked again; null when it should not be. */
function waitBefore(
  attempt: number,
  { answer, asking }: { readonly answer: Extract<Answer, { kind: 'failed' }>; readonly asking: Asking },
): number | null {
  const { context, deadline } = asking;
  if (!isPassing(answer.failure) || attempt === tries) return null;
  const jittered = Math.min(firstWait * 2 ** (attempt - 1), longestWait) * (0.5 + context.random() / 2);
  const wait = Math.ceil(answer.wait ?? jittered);
  return wait <= longestWait && context.now() + wait < deadline ? wait : null;
}
