/** Kills real processes; `--help` says how. Exit code 1 when something is wrong. */
import { parseArgs } from 'node:util';
import { bundleHost } from './host-bundle.ts';
import { missingProgress } from './kill-progress.ts';
import { killAtRandom } from './random-kills.ts';

const help = `Kills the process that owns a data folder, and examines what it left behind.

  node packages/testing/src/crash/main.ts kills [--kills 10000] [--seed 1] [--lanes 2] [--open 24]
      kill -9 at random moments, with --open executions in flight in each of --lanes folders
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
    open: { type: 'string', default: '24' },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
process.exit(values.help || positionals[0] !== 'kills' ? usage() : await killThem());

function usage(): number {
  say(help);
  return values.help ? 0 : 2;
}

async function killThem(): Promise<number> {
  const bundle = await bundleHost();
  try {
    const { progress, violations } = await killAtRandom({
      bundle,
      seed: Number(values.seed),
      kills: Number(values.kills),
      lanes: Number(values.lanes),
      open: Number(values.open),
      played: ({ kills, steps, repeatedAttempts }) =>
        say(`${kills} kills, ${steps} steps, ${repeatedAttempts} attempts repeated`),
    });
    say(JSON.stringify(progress));
    for (const violation of violations) say(violation);
    const missing = missingProgress(progress);
    say(`${violations.length} violations; never happened: ${missing.join(', ') || 'nothing'}`);
    return violations.length === 0 && missing.length === 0 ? 0 : 1;
  } finally {
    bundle.remove();
  }
}
