import type { SeededRandom } from '../random/seeded-random.ts';

/** Expressions over whatever flows that never fail. */
const harmless = [
  '${ . }',
  '${ [.] }',
  '${ {seen: .} }',
  '${ $context }',
  '${ {input: $input, task: $task.name} }',
  '${ $workflow.id }',
  '${ null }',
] as const;

const exports = [
  '$context + {last: $task.name}',
  '{only: .}',
  '$context',
  '$context + {n: ($context.n // 0) + 1}',
  'null',
] as const;

/** A value for `set` and for arguments: data, expressions in it, rarely one that fails. */
export function randomValue(random: SeededRandom): object | string {
  if (random.chance(0.02)) return { broken: '${ error("on purpose") }' };
  if (random.chance(0.4)) return { value: random.pick(harmless) };
  return random.chance(0.3) ? random.pick(harmless) : { constant: random.below(10) };
}

/** The members that any task may have. */
export function randomRules(random: SeededRandom): object {
  return {
    ...(random.chance(0.1) && { if: random.pick(['true', 'false', '. == null', '$context != null']) }),
    ...(random.chance(0.1) && { input: { from: random.pick(['.', '{n: 1}', '$context', 'null']) } }),
    ...(random.chance(0.1) && { output: { as: random.pick(['.', '[., $input]', 'null', '{out: 1}']) } }),
    ...(random.chance(0.2) && { export: { as: random.pick(exports) } }),
    ...(random.chance(0.06) && { timeout: { after: { milliseconds: random.pick([50, 2_000, 60_000]) } } }),
    ...(random.chance(0.03) && { then: random.pick(['continue', 'exit', 'end']) }),
  };
}

/** Names: mostly plain, some with every mark that keys use. */
export function randomName(random: SeededRandom, number: number): string {
  return random.chance(0.05)
    ? `t${number}${random.pick(['/x', '#1', ':undo', '[0]', '|a', '~0', ' b', 'ü'])}`
    : `t${number}`;
}

/** A duration in milliseconds: none, short, long, or longer than any process lives. */
export function randomDelay(random: SeededRandom): number {
  return random.pick([0, 1, 10, 500, 5_000, 3_600_000, 40 * 24 * 3_600_000]);
}
