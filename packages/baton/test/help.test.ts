/** Help is the first thing a user sees: complete, quick, in 80 columns, and without loading the engine. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { grammar } from '../src/cli/commands.ts';
import { helpOn } from '../src/cli/command/help.ts';
import { uncoloured } from '../src/cli/terminal/painter.ts';
import type { Terminal } from '../src/cli/terminal/terminal.ts';
import { main, openWorkplace } from './run-baton.ts';

test('baton, baton help and baton --help print the same overview, as it is kept here', async () => {
  using place = openWorkplace();
  const [bare, spoken, asked] = await Promise.all([place.run(), place.run('help'), place.run('--help')]);
  await expect(bare.out).toMatchFileSnapshot('fixtures/help.txt');
  expect(spoken.out).toBe(bare.out);
  expect(asked.out).toBe(bare.out);
  expect([bare.code, spoken.code, asked.code]).toEqual([0, 0, 0]);
  expect(bare.talk).toBe('');
});

test('help of a command has its usage, options and examples, as it is kept here', async () => {
  using place = openWorkplace();
  const [named, asked] = await Promise.all([place.run('help', 'run'), place.run('run', 'whatever.yaml', '-h')]);
  await expect(named.out).toMatchFileSnapshot('fixtures/help-run.txt');
  expect(asked.out).toBe(named.out);
});

/** What `baton help NAME` writes, without a process of its own. */
async function helpFor(name: string): Promise<string> {
  let written = '';
  const stream = {
    write: (text: string) => void (written += text),
    line: (text = '') => void (written += `${text}\n`),
    paint: uncoloured,
    region: null,
    columns: 80,
    rows: 24,
  };
  const terminal: Terminal = { data: stream, talk: stream, errors: stream, symbols: true, json: false, quiet: false };
  const typed = {
    commandName: 'help',
    positionals: [name],
    value: () => undefined,
    values: () => [],
    has: () => false,
  };
  await helpOn(grammar)(typed, terminal);
  return written;
}

test.each(grammar.commands.map(({ name }) => name))(
  'help %s has an example, and no line is wider than 80',
  async (name) => {
    const help = await helpFor(name);
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(help).toMatch(new RegExp(`Usage\n  baton ${name}`));
    expect(help).toMatch(new RegExp(`Examples\n  baton ${name}`));
  },
);

test('help --json describes every command for tools, those of the contract among them', async () => {
  using place = openWorkplace();
  const { out } = await place.run('help', '--json');
  const described: { readonly commands: readonly { readonly name: string }[] } = JSON.parse(out);
  const names = described.commands.map(({ name }) => name);
  expect(names).toEqual(grammar.commands.map(({ name }) => name));
  const contract = 'run validate list show pause resume cancel signal settle fork replay serve doctor help'.split(' ');
  expect(names).toEqual(expect.arrayContaining(contract));
});

/** Written by a process when it ends: how long the processor worked for it, in milliseconds. Others at work hardly change it. */
const atItsEnd = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system)/1000)})`;

function processorTime(...line: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--import', atItsEnd, ...line], { encoding: 'utf8' });
  return Number(/cpu ([\d.]+)/.exec(stderr)?.[1]);
}

test('help takes less than 150 ms of the processor, and never much more than Node itself', () => {
  const [help, bare]: [number[], number[]] = [[], []];
  const isQuick = () => Math.min(...help) < Math.max(150, 2.5 * Math.min(...bare));
  for (let round = 0; round < 8 && (round < 3 || !isQuick()); round += 1) {
    bare.push(processorTime('--eval', '0'));
    help.push(processorTime(main, 'help'));
  }
  expect({ help, bare, isQuick: isQuick() }).toMatchObject({ isQuick: true });
});

test('--version prints the version of the package and nothing else', async () => {
  using place = openWorkplace();
  const [plain, json] = await Promise.all([place.run('--version'), place.run('--version', '--json')]);
  expect(plain.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse(json.out)).toEqual({ version: plain.out.trim() });
});
