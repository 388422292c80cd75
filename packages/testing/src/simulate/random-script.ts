import type { Json } from '@batonhq/core';
import type { SeededRandom } from '../random/seeded-random.ts';
import { randomDelay } from './random-data.ts';

/** What a durable function of the simulation does, as data: it is the function's input, so it never changes. */
export type ScriptLine =
  | { readonly do: 'step'; readonly name: string; readonly rule: 'keyed' | 'safe' | 'never' }
  | { readonly do: 'sleep'; readonly milliseconds: number }
  | { readonly do: 'waitFor'; readonly signal: string; readonly timeout?: number }
  | { readonly do: 'call'; readonly function: string }
  | { readonly do: 'workflow'; readonly name: string }
  | { readonly do: 'all' | 'race'; readonly branches: readonly Script[] }
  | {
      readonly do: 'lock';
      readonly key: string;
      readonly timeout?: number;
      readonly ttl?: number;
      readonly body: Script;
    }
  /** Continues as new as long as it has done so less than `times` times. */
  | { readonly do: 'continue'; readonly times: number };

/** One after the other. */
export type Script = readonly ScriptLine[];

/** The names that a script may call. */
export interface ScriptNames {
  readonly signals: readonly string[];
  readonly workflows: readonly string[];
  /** Keys of locks in the order in which they are taken. */
  readonly locks: readonly string[];
}

/** A random script, not deeper than `depth`. */
export function randomScript(random: SeededRandom, names: ScriptNames, depth: number): Script {
  const lines = Array.from({ length: random.between(0, 3) }, () => randomLine(random, names, depth));
  return random.chance(0.1) ? [...lines, { do: 'continue', times: random.between(1, 2) }] : lines;
}

function randomLine(random: SeededRandom, names: ScriptNames, depth: number): ScriptLine {
  if (depth > 0 && names.locks.length > 0 && random.chance(0.3)) return locked(random, names, depth);
  const kind = random.below(depth > 0 ? 10 : 7);
  if (kind < 3)
    return {
      do: 'step',
      name: random.pick(['charge', 'ship']),
      rule: random.pick(['keyed', 'keyed', 'safe', 'never']),
    };
  if (kind === 3) return { do: 'sleep', milliseconds: randomDelay(random) };
  if (kind === 4) return waiting(random, names);
  if (kind === 5) return { do: 'call', function: random.pick(['pay', 'flaky', 'durable-leaf', 'transfer']) };
  const workflow = random.pick(names.workflows);
  if (kind === 6) return workflow === undefined ? { do: 'call', function: 'pay' } : { do: 'workflow', name: workflow };
  const branches = Array.from({ length: random.between(1, 3) }, () =>
    withoutContinue(randomScript(random, names, depth - 1)),
  );
  return { do: random.pick(['all', 'race']), branches };
}

function locked(random: SeededRandom, names: ScriptNames, depth: number): ScriptLine {
  const position = random.below(names.locks.length);
  const inside = { ...names, locks: names.locks.slice(position) };
  return {
    do: 'lock',
    key: names.locks[position] ?? '',
    ...(random.chance(0.3) && { timeout: randomDelay(random) }),
    ...(random.chance(0.3) && { ttl: randomDelay(random) }),
    body: withoutContinue(randomScript(random, inside, depth - 1)),
  };
}

function waiting(random: SeededRandom, { signals }: ScriptNames): ScriptLine {
  const signal = random.pick(signals) ?? 'go';
  return { do: 'waitFor', signal, ...(random.chance(0.5) && { timeout: randomDelay(random) }) };
}

/** Only the function itself continues as new, not a branch of it. */
function withoutContinue(script: Script): Script {
  return script.filter((line) => line.do !== 'continue');
}

/** A script as the input of a function. */
export function scriptInput(script: Script): Json {
  const input: Json = JSON.parse(JSON.stringify({ script, round: 0 }));
  return input;
}
