import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom, type Seed } from '../random/seeded-random.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import type { HostBundle } from './host-bundle.ts';
import { PaymentService } from './payment-service.ts';
import { scenarioOf, type ScenarioName } from './scenarios.ts';
import { killedAt, pointsIn, recordedTo, type KillPoint } from './tracer.ts';
import { Trial } from './trial.ts';

/** Which points of which scenarios. */
export interface KillPointsOptions {
  readonly bundle: HostBundle;
  readonly scenarios: readonly ScenarioName[];
  /** So many points of each scenario, spread over its life by the seed; all of them when missing. */
  readonly sample?: number;
  readonly seed: Seed;
  /** Processes under test at the same time. */
  readonly lanes: number;
  /** Told after each point. */
  readonly played?: (done: {
    readonly scenario: ScenarioName;
    readonly point: KillPoint;
    readonly wasHit: boolean;
  }) => void;
}

/** What happened at the points of one scenario, or of several. */
export interface PointProgress {
  /** Processes that died at their point. */
  readonly hit: number;
  /** Processes that ended without reaching it: the number of calls differs a little from life to life. */
  readonly missed: number;
  /** Deaths after something had been acknowledged. */
  readonly afterAcknowledgement: number;
  /** Deaths with a step in flight. */
  readonly inFlight: number;
  /** Executions that the next process finished. */
  readonly finished: number;
}

/** What became of all points. */
export interface KillPointsReport {
  readonly points: Readonly<Record<string, number>>;
  readonly progress: PointProgress;
  readonly violations: readonly Violation[];
}

interface Death {
  readonly scenario: ScenarioName;
  readonly point: KillPoint;
}

/** Kills one process at each point of each scenario, and lets the next one finish what it left behind. */
export async function killAtPoints(options: KillPointsOptions): Promise<KillPointsReport> {
  const { bundle, scenarios, sample, lanes, played } = options;
  const random = new SeededRandom(options.seed);
  const points: Record<string, number> = {};
  const deaths: Death[] = [];
  for (const scenario of scenarios) {
    const all = await recordPoints(bundle, scenario);
    points[scenario] = all.length;
    const chosen = sample === undefined ? all : spread(all, { sample, random });
    deaths.push(...chosen.map((point) => ({ scenario, point })));
  }
  const violations: Violation[] = [];
  let progress: PointProgress = { hit: 0, missed: 0, afterAcknowledgement: 0, inFlight: 0, finished: 0 };
  const left = deaths.values();
  const lane = async (): Promise<void> => {
    for (const death of left) {
      const ended = await dieAt(bundle, death);
      progress = added(progress, ended);
      const where = `${death.scenario} at ${death.point.call} ${death.point.number}`;
      violations.push(...ended.violations.map((violation) => `${where}: ${violation}`));
      played?.({ ...death, wasHit: ended.hit > 0 });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { points, progress, violations };
}

/** Plays a scenario once, undisturbed, to learn where its process can be killed. */
async function recordPoints(bundle: HostBundle, scenario: ScenarioName): Promise<readonly KillPoint[]> {
  return withTrial(bundle, async (trial, root) => {
    const host = trial.start(recordedTo(join(root, 'calls')));
    await trial.attend('e1', scenarioOf(scenario));
    await host.close();
    return pointsIn(join(root, 'calls'));
  });
}

/** So many of them, one from each stretch of the process's life. */
function spread(
  points: readonly KillPoint[],
  { sample, random }: { readonly sample: number; readonly random: SeededRandom },
): readonly KillPoint[] {
  const stretch = points.length / sample;
  const stretches = Array.from({ length: sample }, (_, index) => Math.floor((index + random.next()) * stretch));
  return stretches.flatMap((index) => points[index] ?? []);
}

type Ended = PointProgress & Pick<KillPointsReport, 'violations'>;

async function dieAt(bundle: HostBundle, { scenario, point }: Death): Promise<Ended> {
  return withTrial(bundle, async (trial) => {
    const host = trial.start(killedAt(point));
    const attended = trial.attend('e1', scenarioOf(scenario));
    await Promise.race([host.ended, attended]);
    await host.close();
    const wasHit = host.child.signalCode === 'SIGKILL';
    const afterAcknowledgement = Number(wasHit && trial.acknowledged.length > 0);
    trial.blame(host);
    const { inFlight } = await trial.look();
    const { counts } = await trial.calmDown(attended);
    return {
      hit: Number(wasHit),
      missed: Number(!wasHit),
      afterAcknowledgement,
      inFlight: Number(inFlight > 0),
      finished: counts.completed + counts.cancelled,
      violations: [...trial.violations],
    };
  });
}

async function withTrial<T>(bundle: HostBundle, play: (trial: Trial, root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'baton-point-'));
  const service = await PaymentService.open({ random: new SeededRandom(1), slowness: 1 });
  try {
    return await play(new Trial({ bundle, folder: join(root, 'data'), service }), root);
  } finally {
    await service.close();
    rmSync(root, { recursive: true, force: true });
  }
}

function added(progress: PointProgress, ended: Ended): PointProgress {
  return {
    hit: progress.hit + ended.hit,
    missed: progress.missed + ended.missed,
    afterAcknowledgement: progress.afterAcknowledgement + ended.afterAcknowledgement,
    inFlight: progress.inFlight + ended.inFlight,
    finished: progress.finished + ended.finished,
  };
}
