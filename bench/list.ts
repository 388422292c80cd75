/**
 * How long the list of executions takes over HTTP, page by page and filter by filter, with 100,000 executions in the journal.
 *
 *   node bench/list.ts [--executions 100000] [--rounds 15]
 *
 * The journal is a real one; its executions are written to it as an engine writes them, a start with its input and an end with
 * its output. The server answers in this process, over a socket. Exit code 1 when an answer misses the bar of 300 ms.
 */
import { parseArgs } from 'node:util';
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { apiHost, createApi, KeyStore, listen } from '@batonhq/server';
import { BenchError } from './bench-error.ts';
import { describeMachine } from './machine.ts';
import { median, rounded } from './measurement.ts';
import { shopDefinition, writeExecutions } from './server/shop-journal.ts';
import { workFolder } from './work-folder.ts';

const bar = 300;

const { values } = parseArgs({
  options: { executions: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '15' } },
});
const [executions, rounds] = [Number(values.executions), Number(values.rounds)];
if (![executions, rounds].every((number) => Number.isSafeInteger(number) && number > 0))
  throw new BenchError(`not numbers: ${values.executions}, ${values.rounds}`);

using folder = workFolder('list');
const journal = openSqliteJournal({ directory: folder.path });
const written = await writeExecutions(journal, executions);
// What is not finished cannot go on: its definitions are names only.
const engine = await createEngine({ journal, onWarning: () => undefined });
const keys = await KeyStore.open(journal.streams, Date.now);
const { token } = await keys.create({ tenant: 'local', user: 'bench', role: 'viewer', name: 'bench' });
const pace = { rate: 100_000, burst: 100_000 };
const server = await listen(createApi(apiHost({ engine, journal, keys }), { pace }), { port: 0 });

/** What people ask for, and how many rows the answer has at least. */
const queries: Readonly<Record<string, readonly [query: string, least: number]>> = {
  'first page': ['', 100],
  'a page of 1,000': ['limit=1000', 1_000],
  'the last page': [`before=${written.oldest}`, 0],
  'a page from the middle': [`before=${written.middle}`, 100],
  'phase waiting, one in a hundred': ['phase=waiting', 100],
  'phase suspended, one of all': ['phase=suspended', 1],
  'phase pending, none': ['phase=pending', 0],
  'two phases': ['phase=faulted,cancelled', 100],
  name: [`name=${shopDefinition(3).name}`, 100],
  'name that none has': ['name=nothing', 0],
  'namespace and version': ['namespace=shop&version=2.0.0', 100],
  'since the last hour': [`since=${written.lastAt - 3_600_000}`, 50],
  'until a day after the first': [`until=${written.firstAt + 86_400_000}`, 100],
  'parent that has none': ['parent=nobody', 0],
  'text in an id': [`text=${written.middle}`, 1],
  'text in an input': ['text=customer-31337', 1],
  'text in many': ['text=blue', 100],
  'text nowhere': ['text=zzzzzzzz', 0],
  'text and phase': ['text=customer-5&phase=faulted', 1],
};

const figures: Record<string, { readonly median: number; readonly worst: number; readonly rows: number }> = {};
for (const [name, [query, least]] of Object.entries(queries)) {
  const times: number[] = [];
  let rows = 0;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const answer = await fetch(`${server.url}/api/executions?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body: unknown = await answer.json();
    times.push(performance.now() - begun);
    const listed: unknown = Object(body).executions;
    rows = Array.isArray(listed) ? listed.length : -1;
  }
  if (rows < least) throw new BenchError(`${name}: ${rows} rows instead of ${least}`);
  figures[name] = { median: rounded(median(times)), worst: rounded(Math.max(...times)), rows };
}
await server.close();
await engine.close();
console.log(
  JSON.stringify({ machine: describeMachine(), executions, 'ms until the answer is read': figures }, null, 2),
);
const late = Object.entries(figures).filter(([, { median: time }]) => time > bar);
for (const [name, { median: time }] of late) console.error(`${name}: ${time} ms, the bar is ${bar} ms`);
process.exitCode = late.length === 0 ? 0 : 1;
