/** Scripts, shells and Python as tasks: what goes in, what comes out, who may, and what is left behind. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDefinition } from '@batonhq/core';
import { executedWithProcesses } from '../../core/test/specification/executed-examples.ts';
import { hasSpecification, readSpecification } from '../../core/test/specification/folder.ts';
import { complete, definition, eventsOf, open, temporaryFolder, until } from './engine.ts';

const script = (code: string, more: object = {}) => ({ language: 'javascript', code, ...more });
const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

test('a script gets arguments, environment and input, and gives what it writes', async () => {
  const engine = await open();
  const code = `
    const [_, __, ...rest] = process.argv;
    console.log(JSON.stringify({ rest, env: process.env, n: JSON.parse(process.stdin.read()).n, more: await Promise.resolve(1) }));
    console.error('by the way');
  `;
  const given = script(code, {
    arguments: ['hello', '${ .who }'],
    environment: { KEY: '${ "v" + .who }' },
    stdin: '${ . }',
  });
  const run = (more: object) => [{ a: { run: { script: given, ...more } } }];
  const input = { who: 'world', n: 3 };
  const stdout = `${JSON.stringify({ rest: ['hello', 'world'], env: { KEY: 'vworld' }, n: 3, more: 1 })}\n`;
  expect(await complete(engine, run({}), { input })).toBe(stdout);
  expect(await complete(engine, run({ return: 'all' }), { input })).toEqual({
    code: 0,
    stdout,
    stderr: 'by the way\n',
  });
  expect(await complete(engine, run({ return: 'none' }), { input })).toBeNull();
});

test('a script that fails is a fault, and a result for whoever asks for its code', async () => {
  const engine = await open();
  const fails = script('console.log("so far"); throw new TypeError("no such thing")');
  expect(await complete(engine, [{ a: { run: { script: fails } } }])).toMatchObject({
    fault: { status: 500, detail: expect.stringContaining('TypeError: no such thing') },
  });
  expect(await complete(engine, [{ a: { run: { script: fails, return: 'all' } } }])).toMatchObject({
    code: 1,
    stdout: 'so far\n',
  });
  expect(await complete(engine, [{ a: { run: { script: script('process.exit(7)'), return: 'code' } } }])).toBe(7);
  expect(await complete(engine, [{ a: { run: { script: { language: 'ruby', code: 'x' } } } }])).toMatchObject({
    fault: { detail: 'scripts in ruby are not supported; js and python are' },
  });
});

test('a script may come from an allowed folder', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'answer.js'), 'console.log(6 * 7)');
  const engine = await open({ calls: { folders: [folder] } });
  const source = { endpoint: `file://${folder}/answer.js` };
  expect(await complete(engine, [{ a: { run: { script: { language: 'js', source } } } }])).toBe('42\n');
});

test('without a word of the configuration, shells and Python wait for one, and containers are a fault', async () => {
  const engine = await open();
  const reasonOf = async (run: object) => {
    const id = await engine.start({ definition: definition([{ a: { run } }]) });
    await until(async () => (await engine.details(id)).view.phase === 'suspended');
    return (await engine.details(id)).waitingFor[0];
  };
  expect(await reasonOf({ shell: { command: 'true' } })).toMatchObject({
    reason: expect.stringContaining('--allow-shell'),
  });
  expect(await reasonOf({ script: { language: 'python', code: '1' } })).toMatchObject({
    reason: expect.stringContaining('--allow-python'),
  });
  expect(await complete(engine, [{ a: { run: { container: { image: 'alpine' } } } }])).toMatchObject({
    phase: 'faulted',
    fault: { status: 400, title: 'Configuration error', detail: expect.stringContaining('no engine for containers') },
  });
});

test('a shell sees only what it is given, in a folder of its own that goes away', async () => {
  const engine = await open({ calls: { processes: { shell: '/bin/sh' } }, secrets: () => 'tOp-secret-9' });
  process.env['BATON_SECRET_CANARY'] = 'canary-in-the-environment';
  const command = 'cat; echo "$1 $KEY"; env; pwd; id -u; touch here; ls';
  const shell = { command, arguments: ['one two'], stdin: '${ .text }', environment: { KEY: '${ $secrets.key }' } };
  const flow = definition([{ a: { run: { shell, return: 'all' } } }], { use: { secrets: ['key'] } });
  const id = await engine.start({ definition: flow, input: { text: 'from before\n' } });
  const result = await engine.result(id);
  delete process.env['BATON_SECRET_CANARY'];
  expect(result).toMatchObject({
    output: { code: 0, stdout: expect.stringMatching(/^from before\none two \*\*\*\n/) },
  });
  const said = JSON.stringify(result);
  expect(said).not.toContain('canary');
  expect(JSON.stringify(await eventsOf(engine, id))).not.toContain('tOp-secret-9');
  const folder = /baton-run-\w+/.exec(said)?.[0] ?? 'none';
  expect(existsSync(join(tmpdir(), folder))).toBe(false);
  expect(said).toContain(`\\n${self.uid === 0 ? 65_534 : self.uid}\\n`);
});

test('what takes too long or says too much is ended, with everything it started', async () => {
  const folder = temporaryFolder();
  const run = async (command: string, limits: object) => {
    const engine = await open({ calls: { processes: { shell: '/bin/sh', user: self, ...limits } } });
    return complete(engine, [{ a: { run: { shell: { command } } } }]);
  };
  const lasting = `(sleep 1; touch ${folder}/late) & sleep 30`;
  expect(await run(lasting, { time: 400 })).toMatchObject({ fault: { status: 408 } });
  expect(await run('yes', { output: 10_000 })).toMatchObject({ fault: { detail: 'it wrote more than 10000 bytes' } });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that nobody waits for lets its input through', async () => {
  const folder = temporaryFolder();
  const engine = await open({ calls: { processes: { shell: '/bin/sh', user: self } } });
  const run = { shell: { command: `sleep 0.1; echo done > ${folder}/done` }, await: false };
  expect(await complete(engine, [{ a: { run } }], { input: { through: true } })).toEqual({ through: true });
  await until(() => existsSync(join(folder, 'done')));
  const endless = { shell: { command: `echo $$ > ${folder}/pid; sleep 60` }, await: false };
  await complete(engine, [{ a: { run: endless } }]);
  await until(() => existsSync(join(folder, 'pid')) && readFileSync(join(folder, 'pid'), 'utf8') !== '');
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  await engine.close(0);
  await until(() => !isAlive(pid));
});

test('Python works where it was named', async ({ skip }) => {
  const engine = await open({ calls: { processes: { python: 'python3', user: self } } });
  const code = 'import sys, json; print(json.dumps({"argv": sys.argv[1:], "in": sys.stdin.read()}))';
  const run = { script: { language: 'python', code, arguments: ['a'], stdin: 'text' } };
  const output = await complete(engine, [{ a: { run } }]);
  if (JSON.stringify(output).includes('cannot be started')) skip('there is no python3 here');
  expect(JSON.parse(String(output))).toEqual({ argv: ['a'], in: 'text' });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.skipIf(!hasSpecification)(
  'the examples of the specification that start a process are executed as they are',
  async () => {
    const engine = await open({ calls: { processes: { shell: '/bin/sh', user: self } } });
    const output = async (name: string): Promise<unknown> => {
      const { definition: example, diagnostics } = readDefinition(readSpecification(`examples/${name}`));
      if (example === undefined) throw new SyntaxError(JSON.stringify(diagnostics));
      return engine.result(await engine.start({ definition: example.json }));
    };
    expect(executedWithProcesses).toHaveLength(2);
    const [script = '', shell = ''] = executedWithProcesses;
    expect(await output(script)).toEqual({
      phase: 'completed',
      output: 'stdin >  Hello Workflow\narg >  hello\nenv >  bar\n',
    });
    expect(await output(shell)).toEqual({
      phase: 'completed',
      output: 'STDIN was: Hello World\nARGS are Foo Bar\n',
    });
  },
);

test('a script imports nothing but standard input', async () => {
  const engine = await open();
  const importing = (code: string) => complete(engine, [{ a: { run: { script: script(code, { stdin: 'in' }) } } }]);
  expect(await importing("import fs from 'fs'; console.log(fs.readFileSync(0))")).toBe('in\n');
  expect(await importing("import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd')")).toMatchObject({
    fault: { detail: expect.stringContaining('a script has no files') },
  });
  expect(await importing("import 'node:child_process'")).toMatchObject({
    fault: { detail: expect.stringContaining('no module "node:child_process"') },
  });
});
