/**
 * The bare loop: the rows, indexes and bytes of our engine in the same batches, and nothing else. It is the ceiling of
 * what an engine on this disk, this SQLite and these bindings can do, so our figures are shares of its figures.
 */
import { join } from 'node:path';
import { BenchError } from './bench-error.ts';
import { median, printMeasurement, rounded } from './measurement.ts';
import type { Measurement, Sizes } from './measurement.ts';
import { openReferenceJournal, referenceStream } from './reference-journal.ts';
import type { ReferenceJournal, ReferenceStream } from './reference-journal.ts';
import { shape } from './reference-schema.ts';
import { readSizes } from './sizes.ts';
import { workFolder } from './work-folder.ts';

/** The load is over in a fraction of a second, so it is repeated and the median taken. */
const repetitions = 5;

using folder = workFolder('bare-loop');
printMeasurement(measureBareLoop(readSizes(), folder.path));

function measureBareLoop(sizes: Sizes, path: string): Measurement {
  const journal = openReferenceJournal(join(path, 'journal.db'));
  writeLoad(journal, { ...sizes, label: 'warm' });
  const loads = times(repetitions, (index) => timed(() => writeLoad(journal, { ...sizes, label: `load-${index}` })));
  const loneCommit = loneCommits(journal);
  const commits = times(repetitions, () => median(times(sizes.latencySteps, loneCommit)));
  const joins = times(repetitions, (index) => timed(() => writeFanOut(journal, `fan-${index}`, sizes.fanOut)));
  const rows = journal.countEvents();
  journal.close();
  const steps = sizes.executions * sizes.steps;
  return {
    system: 'bare-loop',
    versions: { node: process.versions.node, sqlite: process.versions['sqlite'] ?? 'unknown' },
    sizes,
    notes: ['WAL, synchronous=FULL; one commit per turn of all executions in flight'],
    stepsPerSecond: rounded((steps / median(loads.map(({ elapsedMs }) => elapsedMs))) * 1_000),
    cpuMicrosPerStep: rounded(median(loads.map(({ micros }) => micros)) / steps),
    commitLatencyMedianMs: rounded(median(commits)),
    ...(sizes.fanOut === 1_000 ? { fanOut1000Ms: rounded(median(joins.map(({ elapsedMs }) => elapsedMs))) } : {}),
    extra: { shape, eventRows: rows, loadMs: loads.map(({ elapsedMs }) => rounded(elapsedMs)) },
  };
}

/** All lanes advance by one transition per commit, as executions do whose outcomes arrive in one turn of the event loop. */
function writeLoad(journal: ReferenceJournal, load: Sizes & { readonly label: string }): void {
  let started = 0;
  let lanes: readonly ReferenceStream[] = [];
  const before = journal.countEvents();
  while (started < load.executions || lanes.length > 0) {
    const room = Math.min(load.inFlight - lanes.length, load.executions - started);
    lanes = [...lanes, ...times(room, (index) => referenceStream(`${load.label}-${started + index}`))];
    started += room;
    journal.commit(() => lanes.forEach((stream) => writeTransition(journal, stream, load.steps)));
    lanes = lanes.filter((stream) => stream.step <= load.steps);
  }
  const rows = load.executions * (load.steps + 1) * shape.eventsPerTransition;
  const written = journal.countEvents() - before;
  if (written !== rows) throw new BenchError(`wrote ${written} events instead of ${rows}`);
}

/** Start, outcome or end, by how far the execution is. */
function writeTransition(journal: ReferenceJournal, stream: ReferenceStream, steps: number): void {
  const starts = stream.step === 0;
  const ends = stream.step === steps;
  journal.event(stream, starts ? 'execution.started' : 'task.completed');
  journal.event(stream, ends ? 'execution.completed' : 'task.started');
  if (starts || ends || shape.viewAtEveryTransition) journal.view(stream, ends ? 'completed' : 'running');
  stream.step += 1;
}

/** One lone commit of one transition each: what a step of one execution alone cannot be faster than. */
function loneCommits(journal: ReferenceJournal): () => number {
  const stream = referenceStream('latency');
  const write = (): void => journal.commit(() => writeTransition(journal, stream, Number.MAX_SAFE_INTEGER));
  write();
  return () => timed(write).elapsedMs;
}

/** The start of all branches in one commit, their outcomes in the next, the join in a third. */
function writeFanOut(journal: ReferenceJournal, label: string, branches: number): void {
  const stream = referenceStream(label);
  journal.commit(() => {
    journal.event(stream, 'execution.started');
    for (let branch = 0; branch < branches; branch++) journal.event(stream, 'task.started');
    journal.view(stream, 'running');
  });
  journal.commit(() => {
    for (let branch = 0; branch < branches; branch++) journal.event(stream, 'task.completed');
  });
  journal.commit(() => {
    journal.event(stream, 'execution.completed');
    journal.view(stream, 'completed');
  });
}

function timed(work: () => void): { readonly elapsedMs: number; readonly micros: number } {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  const elapsedMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { elapsedMs, micros: user + system };
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
