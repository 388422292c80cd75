/**
 * Measures all systems one after the other and writes `RESULTS.md` and `results.json` beside this file.
 *
 *   node bench/run.ts [--quick] [--rounds 3] [--only baton,restate] [--check]
 *
 * `--only` names scripts without their folder and ending and keeps the report as it is (the table goes to stdout);
 * `--check` exits with 1 when a bar does not hold, or with anything missing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';
import { describeMachine } from './machine.ts';
import { figures, median, parseMeasurement } from './measurement.ts';
import type { Figure, Measurement } from './measurement.ts';
import { rows } from './rows.ts';
import { judge, pageOf } from './table.ts';
import type { Report } from './table.ts';

/** Ours stands between the two that its bars are drawn from, so that all three see the same state of the machine. */
const scripts = [
  'bare-loop.ts',
  'baton.ts',
  'peers/restate.ts',
  'peers/dbos.ts',
  'peers/langgraph.ts',
  'jq.ts',
  'ranks.ts',
];
const deadlineMs = 600_000;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});
const only = values.only?.split(',');
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new BenchError(`not a count: ${values.rounds}`);

const report = await measureAll(scripts.filter((script) => only?.includes(basename(script, '.ts')) ?? true));
const page = pageOf(report);
if (only === undefined) {
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), page);
  writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
}
process.stdout.write(page);
const broken = rows.filter((row) => judge(row, report.measurements) !== 'yes');
if (values.check && broken.length > 0) {
  console.error(`bars that do not hold: ${broken.map(({ what }) => what).join('; ')}`);
  process.exitCode = 1;
}

async function measureAll(chosen: readonly string[]): Promise<Report> {
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  const missing = new Map<string, string>();
  const raw: Measurement[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const script of chosen.filter((candidate) => !missing.has(candidate))) {
      console.error(`round ${round} of ${rounds}: ${script}`);
      const found = whyNot(script) ?? (await tryScript(script));
      if (typeof found === 'string') missing.set(script, found);
      else raw.push(found, ...(found.beside ?? []));
    }
  }
  const systems = [...new Set(raw.map(({ system }) => system))];
  return {
    startedAt,
    machine,
    rounds,
    quick: values.quick,
    measurements: systems.map((system) => mediansOf(raw.filter((measurement) => measurement.system === system))),
    missing: [...missing].map(([script, reason]) => ({ script, reason })),
    raw,
  };
}

function whyNot(script: string): string | undefined {
  if (!existsSync(join(import.meta.dirname, script))) return 'not there yet';
  const peers = join(import.meta.dirname, 'peers');
  if (script.startsWith('peers/') && !existsSync(join(peers, 'node_modules'))) return 'needs `npm ci` in `bench/peers`';
  return undefined;
}

async function tryScript(script: string): Promise<Measurement | string> {
  try {
    return await measureScript(script);
  } catch (error) {
    console.error(error);
    return `failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
}

/** In a process group of its own, so that what a late script has started ends with it. */
async function measureScript(script: string): Promise<Measurement> {
  const flags = values.quick ? ['--quick'] : [];
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), deadlineMs);
  const interrupted = (): void => void process.kill(-(child.pid ?? 0), 'SIGTERM');
  process.once('SIGINT', interrupted);
  const ended = once(child, 'close');
  const output = await text(child.stdout);
  const [code]: readonly unknown[] = await ended;
  clearTimeout(late);
  process.off('SIGINT', interrupted);
  if (code !== 0) throw new BenchError(`${script} ended with ${String(code)}`);
  return parseMeasurement(output);
}

/** The last measurement with each figure replaced by its median over the rounds. */
function mediansOf(measurements: readonly Measurement[]): Measurement {
  const last = measurements.at(-1);
  if (!last) throw new BenchError('a system without measurements');
  const names = Object.keys(figures).filter((name): name is Figure => name in last);
  const medians = names.map((name) => [name, median(measurements.flatMap((one) => one[name] ?? []))]);
  return { ...last, ...Object.fromEntries(medians) };
}
