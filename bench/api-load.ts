/**
 * How long the API takes to answer a mixed load while the same process commits steps, and what it answers beyond what a key may.
 *
 *   node bench/api-load.ts [--rate 1000] [--steps 5000] [--seconds 20] [--executions 20000]
 *
 * The server is a process of its own, on a journal on the working disk with syncs on; the requests come from this one. Latency
 * counts from when a request was due. Exit code 1 when a bar is missed: p99 under 500 ms, all requests answered, the steps
 * committed meanwhile, 429 with Retry-After for a key that sends too much.
 */
import { parseArgs } from 'node:util';
import { openSqliteJournal } from '@batonhq/engine';
import autocannon from 'autocannon';
import { BenchError } from './bench-error.ts';
import { describeMachine } from './machine.ts';
import { rounded } from './measurement.ts';
import { serveFolder } from './server/served-folder.ts';
import { writeExecutions } from './server/shop-journal.ts';
import { workFolder } from './work-folder.ts';

const bar = { p99: 500, shareOfSteps: 0.98, shareOfRequests: 0.98 };
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '20' },
    executions: { type: 'string', default: '20000' },
  },
});
const [rate, steps, seconds, executions] = [values.rate, values.steps, values.seconds, values.executions].map(Number);
if (!rate || steps === undefined || !seconds || !executions) throw new BenchError('say numbers');

using folder = workFolder('api-load');
const journal = openSqliteJournal({ directory: folder.path });
const written = await writeExecutions(journal, executions);
await journal.close();

const quick = {
  document: { dsl: '1.0.3', namespace: 'bench', name: 'quick', version: '1.0.0' },
  do: [{ one: { call: 'tick', with: {} } }, { two: { set: { done: true } } }],
};
const get = (path: string) => ({ method: 'GET', path }) as const;
const post = (path: string, body: unknown) =>
  ({ method: 'POST', path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) as const;

/** Twenty requests: what pages and programs ask for, in about the shares in which they do. */
const mixed = [
  ...Array.from({ length: 4 }, () => get('/api/executions')),
  get('/api/executions?phase=waiting,suspended'),
  get('/api/executions?name=process-3&limit=50'),
  get(`/api/executions?before=${written.middle}`),
  ...Array.from({ length: 4 }, () => get(`/api/executions/${written.middle}/events`)),
  get('/api/approvals'),
  get('/api/budgets'),
  get('/api/session'),
  get('/api/health/ready'),
  ...Array.from({ length: 4 }, () => post('/api/orchestrate', { workflow: quick, input: { order: 7 } })),
  post('/api/events', { type: 'bench.none', source: '/bench' }),
];

const mixedLoad = await underLoad();
const pace = await beyondThePace();
console.log(
  JSON.stringify({ machine: describeMachine(), rate, ...mixedLoad, 'one key beyond its pace': pace }, null, 2),
);

async function underLoad() {
  await using server = await serveFolder(folder.path, { stepsPerSecond: steps ?? 0 });
  const headers = { authorization: `Bearer ${server.token}` };
  const load = { url: server.url, connections: 100, overallRate: rate ?? 0, headers, requests: mixed };
  await autocannon({ ...load, duration: 5 });
  const before = await server.figures();
  const begun = performance.now();
  const result = await autocannon({ ...load, duration: seconds ?? 0 });
  const elapsed = (performance.now() - begun) / 1_000;
  const after = await server.figures();
  const own = result['2xx'] * 0.2; // One in five requests starts an execution of one such step.
  const stepsPerSecond = (after.steps - before.steps - own) / elapsed;
  const answered = result['2xx'] / elapsed;
  if (result.latency.p99 >= bar.p99) miss(`p99 is ${result.latency.p99} ms, the bar is ${bar.p99} ms`);
  if (result.errors + result.timeouts + result.non2xx > 0)
    miss(`not all were answered well: ${JSON.stringify(result.statusCodeStats)}`);
  if (answered < (rate ?? 0) * bar.shareOfRequests)
    miss(`${Math.round(answered)} requests a second instead of ${rate}`);
  if (stepsPerSecond < (steps ?? 0) * bar.shareOfSteps)
    miss(`${Math.round(stepsPerSecond)} steps a second instead of ${steps}`);
  return {
    'requests answered per second': Math.round(answered),
    'steps committed per second beside them': Math.round(stepsPerSecond),
    'ms until answered': result.latency,
    'processor of the server': `${rounded((after.micros - before.micros) / 1e4 / elapsed)} %`,
    failed: result.errors + result.timeouts + result.non2xx,
  };
}

/** A key that may send 100 requests a second and sends 1,000. */
async function beyondThePace() {
  await using server = await serveFolder(folder.path, { pace: { rate: 100, burst: 100 } });
  const headers = { authorization: `Bearer ${server.token}` };
  const load = { url: server.url, connections: 20, duration: 5, overallRate: 1_000, headers };
  const result = await autocannon({ ...load, requests: [get('/api/executions')] });
  let retryAfter: string | null = null;
  for (let index = 0; index < 300 && retryAfter === null; index++)
    retryAfter = (await fetch(`${server.url}/api/session`, { headers })).headers.get('retry-after');
  const refused = result.statusCodeStats['429']?.count ?? 0;
  if (refused === 0 || retryAfter === null) miss('nobody was told to wait');
  if (result.non2xx !== refused) miss(`answers other than 429: ${JSON.stringify(result.statusCodeStats)}`);
  return { answered: result['2xx'], 'refused with 429': refused, 'Retry-After': retryAfter, p99: result.latency.p99 };
}

function miss(what: string): void {
  console.error(what);
  process.exitCode = 1;
}
