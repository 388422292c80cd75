import type { Effect, JsonObject } from '@batonhq/core';
import type { Target } from './target.ts';

/** Calls of which it is remembered where they went. */
const kept = 1_000;

/**
 * Where calls went whose arguments do not say it: the servers that a description names. Forgotten with the process; until it is
 * learned again, such a call counts for the host of its description.
 */
export class Elsewhere {
  readonly #targets = new Map<string, Target>();

  learn(call: { readonly kind: string }, target: Target): void {
    if (!isCall(call)) return;
    if (this.#targets.size >= kept) this.#targets.clear();
    this.#targets.set(nameOf(call), target);
  }

  of(call: { readonly kind: string }): Target | undefined {
    return isCall(call) && this.#targets.size > 0 ? this.#targets.get(nameOf(call)) : undefined;
  }
}

type Call = Effect & { readonly kind: 'call' };

function isCall(call: { readonly kind: string }): call is Call {
  return call.kind === 'call';
}

function nameOf({ protocol, arguments: given }: Call): string {
  const told: JsonObject = given;
  return JSON.stringify([protocol, told['document'] ?? null, told['operationId'] ?? told['operation'] ?? null]);
}
