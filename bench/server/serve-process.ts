/** An API server in a process of its own: told over IPC what it costs. Started by `served-folder.ts`. */
import { createEngine, openSqliteJournal, watchedJournal } from '@batonhq/engine';
import { apiHost, createApi, EngineMeter, KeyStore, listen } from '@batonhq/server';
import { BenchError } from '../bench-error.ts';

const [directory, pace = '{"rate":1000000,"burst":1000000}', load = '0'] = process.argv.slice(2);
if (directory === undefined) throw new BenchError('which folder?');
const journal = watchedJournal(openSqliteJournal({ directory }));
const meter = new EngineMeter();
journal.watch(meter);
let steps = 0;
const engine = await createEngine({
  journal,
  functions: [
    {
      name: 'tick',
      run: () => {
        steps += 1;
        return null;
      },
    },
  ],
});
const keys = await KeyStore.open(journal.streams, Date.now);
const { token } = await keys.create({ tenant: 'local', user: 'bench', role: 'admin', name: 'bench' });
const api = createApi(apiHost({ engine, journal, keys, meter }), {
  pace: JSON.parse(pace),
  onError: (error) => console.error(error),
});
const server = await listen(api, { port: 0 });

const definition = {
  document: { dsl: '1.0.3', namespace: 'bench', name: 'load', version: '1.0.0' },
  do: Array.from({ length: 10 }, (_, index) => ({ [`step${index}`]: { call: 'tick', with: {} } })),
};
let isOver = false;

/** Keeps so many executions of ten steps going, no more than so many steps a second. */
async function keepBusy(perSecond: number): Promise<void> {
  const begun = performance.now();
  let started = 0;
  const lane = async (): Promise<void> => {
    while (!isOver) {
      const due = ((performance.now() - begun) / 1_000) * (perSecond / 10);
      if (started >= due) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      started += 1;
      await engine.result(await engine.start({ definition }));
    }
  };
  await Promise.all(Array.from({ length: 100 }, lane));
}
const busy = Number(load) > 0 ? keepBusy(Number(load)) : Promise.resolve();

process.on('message', (question) => {
  const { user, system } = process.cpuUsage();
  if (question === 'figures')
    process.send?.({
      rss: process.memoryUsage.rss(),
      heap: process.memoryUsage().heapUsed,
      micros: user + system,
      steps,
    });
});
process.on('disconnect', () => {
  isOver = true;
  void busy.then(() => server.close()).then(() => engine.close());
});
process.send?.({ url: server.url, token });
