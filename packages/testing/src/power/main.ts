/** Lets the power fail; `--help` says how. Exit code 1 when something acknowledged is lost, and when a control loses nothing. */
import { parseArgs } from 'node:util';
import { bundleHost } from '../crash/host-bundle.ts';
import { dieAtRandom } from '../crash/random-deaths.ts';
import { tracerMissing } from '../crash/tracer.ts';
import { failingPower, powerMissing, type FileSystem } from './mounted-disk.ts';
import { replayCuts } from './replayed-cuts.ts';

const help = `Lets the power fail under the process that owns a data folder.

  node packages/testing/src/power/main.ts cuts [--cuts 500] [--file-system ext4|xfs] [--seed 1] [--lanes 2] [--open 16]
      a real file system on a mounted image is shut down under the process; needs root, loop devices, xfs_io
  node packages/testing/src/power/main.ts replay [--cuts 5000] [--executions 60] [--seed 1]
      replays what a process wrote; what it had not synced is lost, reordered or torn; needs strace

  --control   commits with synchronous = NORMAL instead, which must lose acknowledged work
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string' },
    'file-system': { type: 'string', default: 'ext4' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
    open: { type: 'string', default: '16' },
    executions: { type: 'string', default: '60' },
    control: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Outcome {
  readonly progress: object;
  readonly violations: readonly string[];
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const commands: Readonly<Record<string, () => Promise<Outcome | string>>> = { cuts: cutMounted, replay: cutReplayed };
process.exit(await main(commands[positionals[0] ?? '']));

async function main(command: (typeof commands)[string] | undefined): Promise<number> {
  if (values.help || command === undefined) {
    say(help);
    return values.help ? 0 : 2;
  }
  const outcome = await command();
  if (typeof outcome === 'string') {
    say(`skipped: ${outcome}`);
    return 2;
  }
  return verdict(outcome);
}

async function cutMounted(): Promise<Outcome | string> {
  const fileSystem: FileSystem = values['file-system'] === 'xfs' ? 'xfs' : 'ext4';
  const missing = await powerMissing(fileSystem);
  if (missing !== null) return missing;
  const bundle = await bundleHost(values.control ? 'NORMAL' : 'FULL');
  try {
    return await dieAtRandom({
      bundle,
      seed: Number(values.seed),
      deaths: Number(values.cuts ?? 500),
      lanes: Number(values.lanes),
      open: Number(values.open),
      ground: () => failingPower(fileSystem),
      played: ({ deaths, steps }) => say(`${deaths} cuts, ${steps} steps`),
    });
  } finally {
    bundle.remove();
  }
}

async function cutReplayed(): Promise<Outcome | string> {
  const missing = tracerMissing();
  if (missing !== null) return missing;
  const bundle = await bundleHost(values.control ? 'NORMAL' : 'FULL');
  try {
    return await replayCuts({
      bundle,
      seed: Number(values.seed),
      executions: Number(values.executions),
      cuts: Number(values.cuts ?? 5_000),
      thoroughEvery: 50,
      played: (cuts) => {
        if (cuts % 500 === 0) say(`${cuts} cuts`);
      },
    });
  } finally {
    bundle.remove();
  }
}

function verdict({ progress, violations }: Outcome): number {
  say(JSON.stringify(progress));
  for (const violation of violations.slice(0, 20)) say(violation);
  say(`${violations.length} violations${values.control ? ', and there must be some: this is the control' : ''}`);
  const hasLost = violations.length > 0;
  return hasLost === values.control ? 0 : 1;
}
