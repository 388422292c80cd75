/**
 * How long every route that reads takes in a folder in which a lot has happened, and how long the server stood still meanwhile.
 *
 *   node bench/routes.ts [--executions 100000] [--approvals 1000] [--schedules 1000] [--rounds 20] [--only /api/costs] [--folder DIR]
 *
 * The server is a process of its own, a whole system on a journal on the working disk; the requests come from this one, one after
 * the other. Beside executions the folder has what they spent, an audit, approvals that wait, schedules, messages, shared values,
 * locks, an execution of 10,000 calls and one of 100,000 events; filling it takes longer than measuring, and `--folder` keeps it for the
 * next time. Exit code 1 when an answer takes more than 300 ms, or the thread that
 * answers gives nobody else a turn for more than 50 ms: the medians, and the first answers of all.
 */
import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';
import { describeMachine } from './machine.ts';
import { median, rounded } from './measurement.ts';
import { askedRoutes, notAsked } from './server/asked-routes.ts';
import { busyFolder } from './server/busy-folder.ts';
import { serveSystem } from './server/served-system.ts';
import { workFolder } from './work-folder.ts';

const bar = { answer: 300, stood: 50 };
const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '100000' },
    approvals: { type: 'string', default: '1000' },
    schedules: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    folder: { type: 'string' },
  },
});
const [executions, approvals, schedules, rounds] = [
  values.executions,
  values.approvals,
  values.schedules,
  values.rounds,
].map(Number);
if (!executions || !approvals || !schedules || !rounds) throw new BenchError('say numbers');

using folder = workFolder('routes');
const directory = values.folder ?? folder.path;
const filled = await busyFolder(directory, { executions, approvals, schedules });
await using server = await serveSystem(directory);
const headers = { authorization: `Bearer ${server.token}` };
const asked = askedRoutes(filled);
await checkAllAreAsked();
// The first answers of a process are those of code that was never used.
for (let round = 0; round < 20; round += 1) await fetch(`${server.url}/api/executions?limit=200`, { headers });

const figures: Record<string, Figures> = {};
const slow: string[] = [];
for (const path of Object.values(asked).flat()) {
  if (!path.startsWith(values.only)) continue;
  const measured = await measure(path);
  figures[path] = measured;
  console.error(`${measured.median} ms ${path}`);
  const { first, median: usual, stood } = measured;
  if (Math.max(first, usual) > bar.answer) slow.push(`${path}: first ${first} ms, then ${usual} ms`);
  if (Math.max(stood.first, stood.median) > bar.stood)
    slow.push(`${path}: nobody else had a turn for ${stood.first} ms at first, then ${stood.median} ms`);
}
console.log(
  JSON.stringify({ machine: describeMachine(), executions, approvals, schedules, 'ms by route': figures }, null, 2),
);
for (const line of slow) console.error(line);
process.exitCode = slow.length === 0 ? 0 : 1;

/** Milliseconds, and the size of the answer. */
interface Figures {
  readonly first: number;
  readonly median: number;
  readonly worst: number;
  /** How long the thread that answers gave nobody else a turn. */
  readonly stood: { readonly first: number; readonly median: number; readonly worst: number };
  /** Its processor time for an answer. */
  readonly worked: number;
  readonly kilobytes: number;
}

async function measure(path: string): Promise<Figures> {
  const times: number[] = [];
  const stood: number[] = [];
  const worked: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= (rounds ?? 0); round += 1) {
    await server.figures();
    const begun = performance.now();
    const answer = await fetch(`${server.url}${path}`, { headers });
    const body = await answer.arrayBuffer();
    times.push(performance.now() - begun);
    if (answer.status !== 200)
      throw new BenchError(`${path} answered ${answer.status}: ${Buffer.from(body).toString()}`);
    bytes = body.byteLength;
    const thread = await server.figures();
    // What else the machine does keeps the thread waiting too; its own work takes processor time.
    stood.push(Math.min(thread.stood, thread.worked));
    worked.push(thread.worked);
  }
  return {
    ...figuresOf(times),
    stood: figuresOf(stood),
    worked: rounded(median(worked), 3),
    kilobytes: Math.ceil(bytes / 1_000),
  };
}

/** The first, and the others. */
function figuresOf([first = 0, ...others]: readonly number[]) {
  return {
    first: rounded(first, 3),
    median: rounded(median(others), 3),
    worst: rounded(Math.max(...others), 3),
  };
}

/** A route that nobody measures is one that nobody knows to be slow. */
async function checkAllAreAsked(): Promise<void> {
  const answer = await fetch(`${server.url}/api/openapi.json`, { headers });
  const { paths }: { readonly paths: Readonly<Record<string, object>> } = JSON.parse(await answer.text());
  const reading = Object.entries(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  const missing = reading.filter((path) => asked[path] === undefined && !notAsked.has(path));
  if (missing.length > 0) throw new BenchError(`nobody asks ${missing.join(', ')}: add them to server/asked-routes.ts`);
}
