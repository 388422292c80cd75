/** What scripts rely on, for every command: JSON on standard output, errors as JSON on standard error, exit codes. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { grammar } from '../src/cli/commands.ts';
import { runCommandLine } from '../src/cli/run-command-line.ts';
import { faulty, hello, listening } from './definitions.ts';
import { main, openWorkplace, type Started, type Workplace } from './run-baton.ts';

for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);

describe.each(grammar.commands.map(({ name }) => name))('baton %s', (name) => {
  test('answers a flag that does not exist with 2, and with one JSON object on standard error', async () => {
    const said: string[] = [];
    using error = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    using out = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    expect(await runCommandLine([name, '--jsonn', '--json'])).toBe(2);
    expect(JSON.parse(said.join(''))).toEqual({
      error: {
        name: 'UsageError',
        message: `\`baton ${name}\` has no option --jsonn`,
        code: 2,
        hint: 'did you mean --json?',
      },
    });
    expect(out).not.toHaveBeenCalled();
    expect(error).toHaveBeenCalled();
  });
});

let place: Workplace;
let served: Started;
const ids: Record<string, string> = {};

beforeAll(async () => {
  place = openWorkplace();
  place.file('hello.yaml', hello);
  place.file('faulty.yaml', faulty);
  place.file('listening.yaml', listening);
  served = place.start('serve', '--json');
  await served.until(/unfinished/);
  const started = await Promise.all([
    place.run('run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json'),
    place.run('run', 'faulty.yaml', '--json'),
    ...['open', 'paused', 'doomed', 'heard'].map((key) =>
      place.run('run', 'listening.yaml', '--key', key, '--timeout', '200ms', '--json'),
    ),
  ]);
  ['done', 'faulted', 'open', 'paused', 'doomed', 'heard'].forEach((key, index) => {
    ids[key] = JSON.parse(started[index]?.out ?? '{}').id;
  });
});

afterAll(() => place[Symbol.dispose]());

/** `$open` stands for the id of that execution. */
type Row = readonly [line: string, code: number, json: object | null];

const matrix: readonly Row[] = [
  ['run hello.yaml --json', 0, { phase: 'completed', output: { greeting: 'hello, ' } }],
  ['run faulty.yaml --json', 1, { phase: 'faulted', fault: { status: 418 } }],
  ['run listening.yaml --timeout 100ms --json', 6, { phase: 'waiting' }],
  ['run nothing.yaml --json', 2, null],
  ['validate hello.yaml --json', 0, { valid: true, levels: [['greet']] }],
  ['plan hello.yaml --json', 0, { levels: [[{ task: 'greet', kind: 'set' }]] }],
  ['list --name faulty --limit 1 --json', 0, [{ phase: 'faulted' }]],
  ['show $done --json', 0, { phase: 'completed', waitingFor: [], tasks: [{ reference: 'greet', attempts: 1 }] }],
  ['show nobody --json', 3, null],
  ['pause $paused --json', 0, { phase: 'suspended' }],
  ['pause $done --json', 5, null],
  ['resume $open --json', 5, null],
  ['resume nobody --json', 3, null],
  ['cancel $doomed --json', 0, {}],
  ['cancel $done --json', 5, null],
  ['signal $heard go {"a":1} --json', 0, {}],
  ['signal $done go --json', 5, null],
  ['settle $open go --repeat --json', 5, null],
  ['approvals --json', 0, []],
  ['approvals nobody --json', 3, null],
  ['approve nobody --json', 3, null],
  ['approve $done:00000000 --json', 3, null],
  ['deny $open --json', 2, null],
  ['deny $open --reason no --json', 3, null],
  ['replay $done --json', 0, { findings: [], events: [{ kind: 'execution.started' }, {}, {}] }],
  ['replay nobody --json', 3, null],
  ['fork $done --yes --json', 0, { execution: '$done', from: null, repeats: [] }],
  ['fork nobody --yes --json', 3, null],
  ['retry $faulted --dry-run --json', 0, { execution: '$faulted', from: 'fail' }],
  ['retry $done --yes --json', 5, null],
  ['serve --json', 7, null],
  ['define hello.yaml --json', 0, { name: 'hello' }],
  ['limits --json', 0, []],
  ['limits free example.com --json', 3, null],
  ['limits free --json', 2, null],
  ['budget --json', 0, { tenant: 'local', accounts: [] }],
  ['budget costs --json', 0, { costs: [] }],
  ['budget set nobody money=1 --json', 2, null],
  ['secrets list --json', 0, []],
  ['secrets remove nobody --json', 3, null],
  ['secrets set --json', 2, null],
  ['backup kept.backup --json', 0, { file: 'kept.backup' }],
  ['restore faulty.yaml --json', 5, null],
  ['retention show --json', 0, { policy: null }],
  ['retention set --keep-for ever --json', 2, null],
  ['doctor --json', 0, { healthy: true }],
  ['completion bash --json', 0, { shell: 'bash' }],
  ['completion tcsh --json', 2, null],
  ['help list --json', 0, { commands: [{ name: 'list' }] }],
  ['--version --json', 0, { version: '0.1.0' }],
];

/** Nothing was printed, or one JSON value. */
function parsed(text: string): unknown {
  return text.trim() === '' ? {} : JSON.parse(text);
}

test.concurrent.each(matrix)('baton %s ends with %i', async (line, code, json) => {
  const named = (text: string): string => text.replaceAll(/\$(\w+)/g, (_, key: string) => ids[key] ?? '');
  const finished = await place.run(...named(line).split(' '));
  expect(finished).toMatchObject({ code });
  expect(parsed(finished.out)).toMatchObject(parsed(named(JSON.stringify(json ?? {}))) ?? {});
  const isError = code > 1 && code !== 6;
  const told = isError ? parsed(finished.talk.trim().split('\n').at(-1) ?? '') : { error: { code } };
  expect(told).toMatchObject({ error: { code } });
});

test('bash completes commands, options, phases and ids of executions', () => {
  const baton = place.file('baton', `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(baton, 0o755);
  const complete = (...words: readonly string[]): string =>
    `COMP_WORDS=(baton ${words.join(' ')}); COMP_CWORD=${words.length}; _baton; echo "\${COMPREPLY[@]}";`;
  const asked = [
    complete('fo'),
    complete('list', '--phase', 'sus'),
    complete('run', '--inp'),
    complete('show', `"${ids['done']?.slice(0, -4)}"`),
  ];
  const { stdout } = spawnSync('bash', ['-c', `source <(baton completion bash); ${asked.join(' ')}`], {
    cwd: place.folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${place.folder}:${process.env['PATH'] ?? ''}` },
  });
  expect(stdout.trim().split('\n')).toEqual(['fork', 'suspended', '--input', ids['done']]);
  expect(join(place.folder, 'baton')).toBe(baton);
});

/** A shell complains of a locale that the machine does not have, whatever it is asked for. */
const plain = { ...process.env, LC_ALL: 'C' };

/** The words of each line of a script, as a shell reads its quotes; those of zsh and fish are the same there. */
function wordsOf(script: string): readonly (readonly string[])[] {
  const lines = script.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const read = lines
    .map((line) => `eval "set -- $(cat <<'END'\n${line}\nEND\n)"; printf '%s\\0' "$@"; echo`)
    .join('\n');
  const { stdout, stderr } = spawnSync('bash', ['-c', read], { encoding: 'utf8', env: plain });
  expect(stderr).toBe('');
  return stdout.split('\0\n').map((line) => line.split('\0'));
}

test('fish is told every command and option once, and where ids, shells and phases are', async () => {
  const { out: script } = await place.run('completion', 'fish');
  const lines = wordsOf(script);
  const commands = commandNames(await place.run('help'));
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) {
    const named = lines.filter((words) => words.includes('__fish_use_subcommand') && words.includes(command));
    expect({ command, named }).toEqual({ command, named: [expect.anything()] });
  }
  const options = lines
    .filter((words) => words.includes('-l'))
    .map((words) => words.slice(0, words.indexOf('-l') + 2).join(' '));
  expect(options.length).toBe(new Set(options).size);
  const asked = (command: string, flag: string): readonly string[] =>
    lines.filter((words) => words.includes(`__fish_seen_subcommand_from ${command}`) && words.includes(flag)).flat();
  expect(asked('completion', '-a')).toContain('bash zsh fish');
  expect(asked('list', 'phase')).toContain('pending running waiting suspended completed faulted cancelled');
  const [ids = ''] = asked('show', '-a').filter((word) => word.startsWith('('));
  expect(listed(ids.slice(1, -1))).toContain(idOf('done'));
});

test('zsh gets a script that is whole, works on the first key, and names every command and option once', async () => {
  const { out: script } = await place.run('completion', 'zsh');
  expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8', env: plain })).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(script).toMatch(/funcstack\[1\]}" == _baton \]\]; then\n {2}_baton "\$@"/);
  for (const command of commandNames(await place.run('help'))) {
    expect(script).toContain(`    '${command}:`);
    const [line = ''] = script.split('\n').filter((text) => text.startsWith(`    ${command}) _arguments `));
    const [[, ...specs] = []] = wordsOf(line.replace(`    ${command}) `, '').replace(' ;;', ''));
    const options = specs.flatMap((spec) => /^\*?(--[a-z-]+)\[[^[\]]+\]/.exec(spec)?.[1] ?? []);
    expect({ command, options }).toEqual({ command, options: [...new Set(options)] });
    expect(options).toContain('--json');
  }
  const [ids = ''] = /'1:execution:\(\$\((.*?)\)\)' /.exec(script)?.slice(1) ?? [];
  expect(listed(ids.replaceAll(`'\\''`, "'"))).toContain(idOf('done'));
});

function commandNames({ talk, out }: { readonly talk: string; readonly out: string }): readonly string[] {
  return [...`${out}${talk}`.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name);
}

/** What the command that lists ids says, given to the shell that completion runs in. */
function listed(command: string): string {
  const env = { ...process.env, PATH: `${place.folder}:${process.env['PATH'] ?? ''}` };
  return spawnSync('sh', ['-c', command], { cwd: place.folder, encoding: 'utf8', env }).stdout;
}

const idOf = (name: string): string => ids[name] ?? 'no such id';
