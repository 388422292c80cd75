/** Kills real processes; `--help` says how. Exit code 1 when something is wrong. */
import { parseArgs } from 'node:util';
import { bundleHost, type HostBundle } from './host-bundle.ts';
import { killAtPoints } from './kill-points.ts';
import { missingProgress } from './death-progress.ts';
import { dieAtRandom } from './random-deaths.ts';
import { scenarioNames } from './scenarios.ts';
import { tracerMissing } from './tracer.ts';

const help = `Kills the process that owns a data folder, and examines what it left behind.

  node packages/testing/src/crash/main.ts kills [--kills 10000] [--seed 1] [--lanes 2] [--open 16]
      kill -9 at random moments, with --open executions in flight in each of --lanes folders
  node packages/testing/src/crash/main.ts points [--scenario NAME] [--sample N] [--seed 1] [--lanes 2]
      kill -9 before every write and sync (or N of each scenario); needs strace
      scenarios: ${scenarioNames.join(', ')}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
    open: { type: 'string', default: '16' },
    scenario: { type: 'string' },
    sample: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const commands: Readonly<Record<string, (bundle: HostBundle) => Promise<number>>> = {
  kills: killThem,
  points: killEverywhere,
};
process.exit(await main(commands[positionals[0] ?? '']));

async function main(command: (typeof commands)[string] | undefined): Promise<number> {
  if (values.help || command === undefined) {
    say(help);
    return values.help ? 0 : 2;
  }
  const bundle = await bundleHost();
  try {
    return await command(bundle);
  } finally {
    bundle.remove();
  }
}

async function killThem(bundle: HostBundle): Promise<number> {
  const { progress, violations } = await dieAtRandom({
    bundle,
    seed: Number(values.seed),
    deaths: Number(values.kills),
    lanes: Number(values.lanes),
    open: Number(values.open),
    played: ({ deaths, steps, repeatedAttempts }) =>
      say(`${deaths} kills, ${steps} steps, ${repeatedAttempts} attempts repeated`),
  });
  return verdict({ progress, violations, missing: missingProgress(progress) });
}

async function killEverywhere(bundle: HostBundle): Promise<number> {
  const untraceable = tracerMissing();
  if (untraceable !== null) {
    say(`skipped: ${untraceable}`);
    return 2;
  }
  const { points, progress, violations } = await killAtPoints({
    bundle,
    seed: Number(values.seed),
    lanes: Number(values.lanes),
    scenarios: scenarioNames.filter((name) => values.scenario === undefined || name === values.scenario),
    ...(values.sample !== undefined && { sample: Number(values.sample) }),
    played: ({ scenario, point, wasHit }) =>
      say(`${scenario} ${point.call} ${point.number}${wasHit ? '' : ' (not reached)'}`),
  });
  say(JSON.stringify(points));
  return verdict({ progress, violations, missing: progress.hit === 0 ? ['hit'] : [] });
}

interface Played {
  readonly progress: object;
  readonly violations: readonly string[];
  readonly missing: readonly string[];
}

function verdict({ progress, violations, missing }: Played): number {
  say(JSON.stringify(progress));
  for (const violation of violations) say(violation);
  say(`${violations.length} violations; never happened: ${missing.join(', ') || 'nothing'}`);
  return violations.length === 0 && missing.length === 0 ? 0 : 1;
}
