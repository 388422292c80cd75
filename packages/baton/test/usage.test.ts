/** A command line that makes no sense ends with 2, says why on standard error, and what to type instead. */
import { expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const wrong: readonly { readonly line: readonly string[]; readonly says: RegExp; readonly hint?: RegExp }[] = [
  { line: ['lits'], says: /no command `lits`/, hint: /did you mean `baton list`/ },
  { line: ['frobnicate'], says: /no command `frobnicate`/, hint: /baton help/ },
  { line: ['list', '--phas', 'x'], says: /no option --phas/, hint: /--phase/ },
  { line: ['run'], says: /FILE is missing/, hint: /baton run FILE/ },
  { line: ['show', 'a', 'b'], says: /one argument too many/ },
  { line: ['list', '--limit'], says: /--limit needs a value/ },
  { line: ['list', '--limit', 'many'], says: /--limit is a number/ },
  { line: ['list', '--phase', 'asleep'], says: /--phase asleep does not exist/, hint: /waiting/ },
  { line: ['list', '--since', 'yesterday'], says: /--since yesterday is no time/, hint: /2h \(ago\)/ },
  { line: ['list', '--name', 'a/b/c'], says: /names no definition/, hint: /NAMESPACE\/NAME/ },
  { line: ['replay', 'x', '--from', 'start'], says: /--from is the number of an event/ },
  { line: ['run', 'missing.yaml'], says: /missing\.yaml does not exist/ },
  { line: ['run', 'flow.yaml', '--timeout', 'soon'], says: /--timeout soon is no duration/ },
  { line: ['run', 'flow.yaml', '--continue', '--key', 'k'], says: /exclude each other/ },
  { line: ['run', 'flow.yaml', '--input', '{bad'], says: /--input is not JSON/, hint: /quote it/ },
  { line: ['list', '--data', 'flow.yaml'], says: /--data .*flow\.yaml is a file/, hint: /folder/ },
  { line: ['run', 'flow.yaml', '--functions', 'none.ts'], says: /none\.ts cannot be loaded/ },
  { line: ['settle', 'id', 'step'], says: /what became of the step/, hint: /--repeat/ },
  { line: ['settle', 'id', 'step', '--failed', '--repeat'], says: /exclude each other/ },
];

test.each(wrong)('baton $line', async ({ line, says, hint }) => {
  using place = openWorkplace();
  place.file(
    'flow.yaml',
    `document: { dsl: '1.0.3', namespace: n, name: f, version: '1.0.0' }\ndo: [{ a: { set: { x: 1 } } }]\n`,
  );
  const { code, out, talk } = await place.run(...line);
  expect(talk).toMatch(says);
  expect(talk).toMatch(hint ?? says);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('with --json the error is one object on standard error', async () => {
  using place = openWorkplace();
  const { talk, code } = await place.run('lits', '--json');
  expect(JSON.parse(talk)).toMatchObject({ error: { name: 'UsageError', code: 2 } });
  expect(code).toBe(2);
});
