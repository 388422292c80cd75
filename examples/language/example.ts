import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Json } from '@batonhq/baton';

/** A definition with what its first lines promise: what flows in, and how it ends. */
export interface Example {
  /** The task kind it shows. */
  readonly name: string;
  readonly text: string;
  readonly input: Json;
  readonly expected: { readonly output: Json } | { readonly fault: Json };
}

/** The examples of this folder, by name. */
export function readExamples(): readonly Example[] {
  const files = globSync('*.yaml', { cwd: import.meta.dirname }).toSorted();
  return files.map((file) => readExample(join(import.meta.dirname, file)));
}

function readExample(file: string): Example {
  const text = readFileSync(file, 'utf8');
  const fault = promised(text, 'fault');
  const expected = fault === undefined ? { output: promised(text, 'output') ?? null } : { fault };
  return { name: basename(file, '.yaml'), text, input: promised(text, 'input') ?? {}, expected };
}

/** The JSON behind `# input:`, `# output:` or `# fault:`. */
function promised(text: string, what: string): Json | undefined {
  const found = new RegExp(`^# ${what}: (.*)$`, 'm').exec(text)?.[1];
  if (found === undefined) return undefined;
  const value: Json = JSON.parse(found);
  return value;
}
