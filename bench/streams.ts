/**
 * What 10,000 open live streams cost, how soon events reach them, and whether a reader that does not read delays the others.
 *
 *   node bench/streams.ts [--streams 10000]
 *
 * The server is a process of its own, on a journal on the working disk; the readers are this process. Each needs so many open
 * files and a few more: `ulimit -n`. Exit code 1 when a bar is missed: 2 GB for all streams; a reader beside one that does not
 * read hears everything within a second of a reader without such a neighbour.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';
import { describeMachine } from './machine.ts';
import { rounded } from './measurement.ts';
import { openStream, type OpenStream } from './server/open-stream.ts';
import { serveFolder, type ServedFolder } from './server/served-folder.ts';
import { workFolder } from './work-folder.ts';

const bars = { gigabytes: 2, neighbourMs: 1_000 };
const { values } = parseArgs({ options: { streams: { type: 'string', default: '10000' } } });
const streams = Number(values.streams);
if (!Number.isSafeInteger(streams) || streams < 100) throw new BenchError(`no number of streams: ${values.streams}`);
const files = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
if (files !== 'unlimited' && Number(files) < streams + 200)
  throw new BenchError(
    `${files} open files are allowed, ${streams + 200} are needed: run \`ulimit -n ${streams + 200}\` first`,
  );

const document = { dsl: '1.0.3', namespace: 'bench', version: '1.0.0' };
const waiting = {
  document: { ...document, name: 'waiting' },
  do: [{ hear: { listen: { to: { one: { with: { type: 'go' } } } } } }],
};
/** Many events, each of them long: what nobody reads would fill whatever keeps it. */
const talking = {
  document: { ...document, name: 'talking' },
  do: [
    { hear: { listen: { to: { one: { with: { type: 'go' } } } } } },
    { talk: { for: { in: '${ [range(1000)] }', each: 'number' }, do: [{ say: { call: 'tick', with: {} } }] } },
  ],
};

using folder = workFolder('streams');
await using server = await serveFolder(folder.path);

const alone = await measured('one execution for each ten streams', streams / 10, 10);
const crowd = await measured('all streams on one execution', 1, streams);
const neighbours = await besideIdlers(5);

console.log(
  JSON.stringify(
    {
      machine: describeMachine(),
      streams,
      'one execution for each ten streams': alone,
      'all streams on one execution': crowd,
      'ms until 50 readers heard 3,000 events': neighbours,
    },
    null,
    2,
  ),
);
const late = neighbours.beside - neighbours.without;
if (Math.max(alone.gigabytes, crowd.gigabytes) > bars.gigabytes) miss(`more than ${bars.gigabytes} GB`);
if (late > bars.neighbourMs) miss(`a reader that does not read delayed the others by ${late} ms`);

function miss(what: string): void {
  console.error(what);
  process.exitCode = 1;
}

async function measured(name: string, executions: number, each: number) {
  console.error(name);
  const ids = await started(server, waiting, executions);
  const before = await server.figures();
  const open: OpenStream[] = [];
  const begun = performance.now();
  for (let from = 0; from < ids.length * each; from += 100)
    open.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, ids.length * each - from) }, (_, index) =>
          openStream(server, ids[(from + index) % ids.length] ?? ''),
        ),
      )),
    );
  const opened = performance.now() - begun;
  await settle();
  const after = await server.figures();
  const gone = performance.now();
  const heard = Promise.all(open.map(({ ended }) => ended));
  for (const id of ids) await signal(server, id);
  const told = await heard;
  if (!told.every((events) => events.at(-1) === 'complete')) throw new BenchError('somebody did not hear the end');
  const end = await server.figures();
  return {
    gigabytes: rounded(after.rss / 1e9),
    kilobytesEach: rounded((after.rss - before.rss) / 1e3 / open.length),
    heapKilobytesEach: rounded((after.heap - before.heap) / 1e3 / open.length),
    msToOpenAll: Math.round(opened),
    msUntilAllHeardTheEnd: Math.round(performance.now() - gone),
    processorMsToTellThem: Math.round((end.micros - after.micros) / 1_000),
  };
}

/** The best of a few rounds each, in turns: what else the machine does delays some of them, a reader would delay all. */
async function besideIdlers(rounds: number): Promise<{ readonly without: number; readonly beside: number }> {
  const times: Readonly<Record<'without' | 'beside', number[]>> = { without: [], beside: [] };
  for (let round = 0; round < rounds; round++) {
    times.without.push(await talk(0));
    times.beside.push(await talk(5));
  }
  return { without: Math.min(...times.without), beside: Math.min(...times.beside) };
}

/** How long until fifty readers heard all of a talkative execution, beside so many that do not read. */
async function talk(idling: number): Promise<number> {
  const [id = ''] = await started(server, talking, 1);
  const idlers = await Promise.all(Array.from({ length: idling }, () => openStream(server, id, { reads: false })));
  const readers = await Promise.all(Array.from({ length: 50 }, () => openStream(server, id)));
  const begun = performance.now();
  await signal(server, id);
  const heard = await Promise.all(readers.map(({ ended }) => ended));
  const elapsed = performance.now() - begun;
  if (!heard.every((events) => events.length > 1_000)) throw new BenchError('somebody did not hear everything');
  for (const idler of idlers) idler.leave();
  return Math.round(elapsed);
}

async function started({ url, token }: ServedFolder, workflow: unknown, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const answer = await fetch(`${url}/api/orchestrate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workflow }),
    });
    ids.push(textIn(await answer.json(), 'id'));
  }
  return ids;
}

async function signal({ url, token }: ServedFolder, id: string): Promise<void> {
  const answer = await fetch(`${url}/api/orchestrate/${id}/signal`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'go' }),
  });
  if (answer.status !== 204) throw new BenchError(`signal: ${answer.status} ${await answer.text()}`);
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3_000));
}

function textIn(json: unknown, member: string): string {
  const value: unknown = Object(json)[member];
  if (typeof value !== 'string') throw new BenchError(`no ${member} in ${JSON.stringify(json)}`);
  return value;
}
