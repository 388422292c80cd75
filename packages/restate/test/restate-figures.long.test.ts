/**
 * What a step costs on Restate with the journal in Postgres, beside the embedded engine on SQLite, under one load: the
 * figures of decision 0007. Nothing is asserted but that everything ends; it prints a table.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startEngineProcess } from '../../testing/src/backend-remote.ts';
import type { RunningBackend } from '../../testing/src/backend-candidate.ts';
import { definition } from '../../testing/src/backend-definitions.ts';
import type { Backend } from '../../testing/src/backend-trial.ts';
import { startOnRestate } from './restate-candidate.ts';

interface Figures {
  readonly 'one sequential step, median ms': number;
  readonly 'steps a second, 50 in flight': number;
  /** Of everything but the process that sends commands. */
  readonly 'processor ms a step': number;
  readonly 'fork of 100 and join, ms': number;
  readonly 'fork of 1,000 and join, ms': number;
}

const double = { call: 'double', with: { n: 1 } };

function sequence(steps: number) {
  return definition(
    `sequence-${steps}`,
    Array.from({ length: steps }, (_, index) => ({ [`step-${index}`]: double })),
  );
}

function fork(width: number) {
  const branches = Array.from({ length: width }, (_, index) => ({ [`branch-${index}`]: double }));
  return definition(`fork-${width}`, [{ all: { fork: { branches } } }]);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round(performance.now() - from);
}

async function execute(backend: Backend, written: ReturnType<typeof sequence>): Promise<string> {
  const id = await backend.start({ definition: written });
  const result = await backend.result(id);
  if (result.phase !== 'completed') throw new RangeError(`ended as ${result.phase}`);
  return id;
}

/** Milliseconds between the beginnings of tasks that follow one another. */
async function gaps(backend: Backend): Promise<readonly number[]> {
  const id = await execute(backend, sequence(100));
  const begun: number[] = [];
  for await (const { at, event } of backend.events(id)) if (event.kind === 'task.started') begun.push(at);
  return begun.slice(1).map((at, index) => at - (begun[index] ?? at));
}

async function throughput(backend: Backend, executions: number) {
  const written = sequence(10);
  const before = processorTime();
  let left = executions;
  const spent = await milliseconds(() =>
    Promise.all(
      Array.from({ length: 50 }, async () => {
        while (left-- > 0) await execute(backend, written);
      }),
    ),
  );
  const steps = executions * 10;
  return {
    'steps a second, 50 in flight': Math.round((steps * 1_000) / spent),
    'processor ms a step': Math.round(((processorTime() - before) / steps) * 100) / 100,
  };
}

/** Milliseconds that all children of this process have used; Linux counts in hundredths of a second. */
function processorTime(): number {
  return descendantsOf(process.pid).reduce((sum, pid) => sum + ticksOf(pid) * 10, 0);
}

function descendantsOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
    return children.flatMap((child) => [child, ...descendantsOf(child)]);
  });
}

/** User and system time, and that of children that have ended. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

async function measure(running: RunningBackend, executions: number): Promise<Figures> {
  const { backend } = running;
  await execute(backend, sequence(10));
  const sorted = (await gaps(backend)).toSorted((left, right) => left - right);
  const figures = {
    'one sequential step, median ms': sorted[Math.floor(sorted.length / 2)] ?? 0,
    ...(await throughput(backend, executions)),
    'fork of 100 and join, ms': await milliseconds(() => execute(backend, fork(100))),
    'fork of 1,000 and join, ms': await milliseconds(() => execute(backend, fork(1_000))),
  };
  await running.stop();
  return figures;
}

test('figures', async () => {
  const restate = await measure(await startOnRestate({ allow: [] }), 200);
  const embedded = await measure(await startEngineProcess({ allow: [] }), 1_000);
  console.table({ 'Restate and Postgres': restate, 'embedded, SQLite': embedded });
  expect(restate['steps a second, 50 in flight']).toBeGreaterThan(0);
});
