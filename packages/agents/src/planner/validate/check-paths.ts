import { closest, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { PlanProblem } from '../plan.ts';

const path = /\$context\s*\.\s*(?<name>[A-Za-z_]\w*)(?<rest>(?:\.[A-Za-z_]\w*|\[\d*\])*)/g;

/** What is known of the paths in an expression: all lead to something, some lead where no schema says, or one is wrong. */
export type PathsFound = 'known' | 'open' | Pick<PlanProblem, 'message' | 'expected'>;

/** Follows the paths of an expression through what the tasks before it put out; the first wrong one is told. */
export function checkPaths(source: string, context: ReadonlyMap<string, JsonObject | null>): PathsFound {
  let found: PathsFound = 'known';
  for (const { groups = {} } of source.matchAll(path)) {
    const { name = '', rest = '' } = groups;
    const schema = context.get(name);
    if (schema === undefined)
      return {
        message: `there is no task "${name}" before it`,
        expected: context.size === 0 ? 'a task it comes after' : `one of ${[...context.keys()].join(', ')}`,
      };
    const walked = schema === null ? 'open' : walk(schema, { steps: stepsOf(rest), said: name });
    if (typeof walked === 'object') return walked;
    if (walked === 'open') found = 'open';
  }
  return found;
}

function stepsOf(rest: string): readonly string[] {
  return [...rest.matchAll(/\.([A-Za-z_]\w*)|\[\d*\]/g)].map(([, member]) => member ?? '[]');
}

interface Walking {
  readonly steps: readonly string[];
  /** The path so far, for people. */
  readonly said: string;
}

function walk(schema: Json, { steps, said }: Walking): PathsFound {
  const [step, ...rest] = steps;
  if (step === undefined) return 'known';
  if (!isJsonObject(schema)) return 'open';
  if (step === '[]') return walk(schema['items'] ?? null, { steps: rest, said: `${said}[]` });
  const { properties } = schema;
  // Only a schema that lists its members says that there is no other.
  if (!isJsonObject(properties) || schema['anyOf'] !== undefined || schema['oneOf'] !== undefined) return 'open';
  const member = properties[step];
  if (member !== undefined) return walk(member, { steps: rest, said: `${said}.${step}` });
  if (schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false) return 'open';
  const names = Object.keys(properties);
  const near = closest(step, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return { message: `${said} puts out no \`${step}\`${hint}`, expected: `one of ${names.join(', ')}` };
}
