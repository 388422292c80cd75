import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostBundle } from '../crash/host-bundle.ts';
import { PaymentService } from '../crash/payment-service.ts';
import { Programs } from '../crash/programs.ts';
import { scenarioNames, scenarioOf } from '../crash/scenarios.ts';
import { Trial } from '../crash/trial.ts';
import { SeededRandom, type Seed } from '../random/seeded-random.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import { operationsIn, recordingTo, type DiskOperation } from './recorded-writes.ts';
import { examineRemains, historyIn } from './recovered-journal.ts';
import { fates, SimulatedPlatter, type Fate } from './simulated-platter.ts';

/** What to record, and how often the power fails. */
export interface ReplayedCutsOptions {
  readonly bundle: HostBundle;
  readonly seed: Seed;
  /** Executions of the process that is recorded. */
  readonly executions: number;
  readonly cuts: number;
  /** Every so many cuts all invariants are checked, not only the order of events. */
  readonly thoroughEvery: number;
  /** Told after each cut. */
  readonly played?: (cuts: number) => void;
}

/** What happened. */
export interface ReplayProgress {
  readonly operations: number;
  readonly syncs: number;
  /** Writes to the database itself: the log was copied into it. */
  readonly databaseWrites: number;
  /** How often the log began anew, over what had been copied. */
  readonly logStarts: number;
  readonly events: number;
  readonly cuts: number;
  /** Cuts after something had been acknowledged. */
  readonly afterAcknowledgement: number;
  readonly lostWrites: number;
  readonly tornWrites: number;
}

/** What became of it. */
export interface ReplayedCutsReport {
  readonly progress: ReplayProgress;
  readonly violations: readonly Violation[];
}

interface Recording {
  readonly operations: readonly DiskOperation[];
  readonly history: readonly string[];
}

/**
 * Records what a real process writes and syncs, then lets the power fail at any point of that: what was not synced is
 * lost, kept, or torn apart in any order, and the next owner must find everything that was acknowledged.
 */
export async function replayCuts(options: ReplayedCutsOptions): Promise<ReplayedCutsReport> {
  const { seed, cuts, thoroughEvery, played } = options;
  const { operations, history } = await record(options);
  const random = new SeededRandom(seed);
  const programs = new Programs();
  const moments = Array.from({ length: cuts }, () => random.below(operations.length + 1)).toSorted((a, b) => a - b);
  const platter = new SimulatedPlatter();
  const violations: Violation[] = [];
  let [done, acknowledged, afterAcknowledgement, lostWrites, tornWrites] = [0, 0, 0, 0, 0];
  for (const [index, moment] of moments.entries()) {
    for (; done < moment; done += 1) {
      const operation = operations[done];
      if (operation === undefined) break;
      platter.apply(operation);
      acknowledged = Math.max(acknowledged, acknowledgedBy(operation));
    }
    const fate: Fate = random.pick(fates);
    const remains = platter.remains(fate, random);
    const isThorough = index % thoroughEvery === 0;
    const found = await examineRemains(remains, { acknowledged, history, isThorough, programs });
    violations.push(...found.map((violation) => `seed ${seed}, ${fate} after call ${done}: ${violation}`));
    afterAcknowledgement += Number(acknowledged > 0);
    lostWrites += remains.lost;
    tornWrites += remains.torn;
    played?.(index + 1);
  }
  const count = (holds: (operation: DiskOperation) => boolean): number => operations.filter(holds).length;
  const progress = {
    operations: operations.length,
    syncs: count(({ kind }) => kind === 'sync'),
    databaseWrites: count((operation) => operation.kind === 'write' && operation.file === 'journal.db'),
    logStarts: count(isLogStart),
    events: history.length,
    cuts,
    afterAcknowledgement,
    lostWrites,
    tornWrites,
  };
  return { progress, violations };
}

/** The head of the log is written when it begins. */
function isLogStart(operation: DiskOperation): boolean {
  return operation.kind === 'write' && operation.file === 'journal.db-wal' && operation.offset === 0;
}

/** The last event whose commit was durable when this was written: the journal notes it before anybody is told. */
function acknowledgedBy(operation: DiskOperation): number {
  if (operation.kind !== 'write' || operation.file !== 'journal.head') return 0;
  return Number(/"position": *(\d+)/.exec(operation.data.toString('latin1'))?.[1] ?? 0);
}

/** Two lives of a process that plays every scenario: the first is killed in the middle, the second closes properly. */
async function record({ bundle, executions }: ReplayedCutsOptions): Promise<Recording> {
  const root = mkdtempSync(join(tmpdir(), 'baton-recorded-'));
  const service = await PaymentService.open({ random: new SeededRandom(1), slowness: 0 });
  try {
    const folder = join(root, 'data');
    const trial = new Trial({ bundle, folder, service });
    const first = trial.start(recordingTo(join(root, 'first')));
    const attended = attendAll(trial, executions);
    await service.arrived(() => service.requests > executions);
    await first.kill();
    await trial.look();
    await trial.calmDown(attended, recordingTo(join(root, 'second')));
    const operations = ['first', 'second'].flatMap((name) => operationsIn(join(root, name), folder));
    return { operations, history: await historyIn(folder) };
  } finally {
    await service.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function attendAll(trial: Trial, executions: number): Promise<void> {
  let next = 0;
  const customer = async (): Promise<void> => {
    for (let number = next++; number < executions; number = next++) {
      await trial.attend(`e${number}`, scenarioOf(scenarioNames[number % scenarioNames.length] ?? 'parallel'));
    }
  };
  await Promise.all(Array.from({ length: 4 }, customer));
}
