/** Proves every written case, and that together they use every builtin of the language. */
import { describe, expect, test } from 'vitest';
import { compile, JqError, JqSyntaxError } from '../src/index.ts';
import type { Json } from '../src/index.ts';
import { parse } from '../src/syntax/parser.ts';
import { TABLE_HOST, writtenCases } from './cases.ts';

const cases = writtenCases();

interface Observed {
  readonly outputs: readonly Json[];
  readonly error: Json | undefined;
}

function observe(program: string, input: Json): Observed {
  const outputs: Json[] = [];
  try {
    compile(program, { host: TABLE_HOST }).run(input, {}, (output) => outputs.push(output));
    return { outputs, error: undefined };
  } catch (error) {
    if (!JqError.isInstance(error)) throw error;
    return { outputs, error: error.value };
  }
}

describe.each([...new Set(cases.map(({ subject }) => subject))])('%s', (subject) => {
  const own = cases.filter((item) => item.subject === subject);

  test.each(own.filter(({ refused }) => refused === undefined))(
    '$program on $input',
    ({ program, input, outputs, error }) => {
      // As texts, because the order of keys counts, and 0 is -0.
      expect(JSON.stringify(observe(program, input))).toBe(JSON.stringify({ outputs, error }));
    },
  );

  test.each(own.filter(({ refused }) => refused !== undefined))('$program is refused', ({ program, refused = '' }) => {
    const attempt = (): unknown => compile(program);
    expect(attempt).toThrow(JqSyntaxError);
    expect(attempt).toThrow(refused);
  });
});

function namesIn(node: unknown, found: Set<string>): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  if ('kind' in node && node.kind === 'call' && 'name' in node && 'args' in node && Array.isArray(node.args)) {
    if (typeof node.name === 'string') found.add(`${node.name}/${node.args.length}`);
  }
  for (const child of Object.values(node)) namesIn(child, found);
  return found;
}

const toText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

test('there are more than 400 cases, and they use every builtin', () => {
  const used = new Set<string>();
  for (const { program, refused } of cases) if (refused === undefined) namesIn(parse(program), used);
  const builtins = compile('builtins[]').all(null).map(toText);
  expect(cases.length).toBeGreaterThan(400);
  expect(builtins.filter((name) => !used.has(name))).toEqual([]);
});
