/**
 * How long it takes until everybody who listens has heard one event and is done with it.
 *
 *   node bench/event-fan-out.ts [--listeners 1000] [--rounds 5]
 *
 * The embedded engine, journal on the working disk with syncs on. Each listener is an execution that waits in the journal, not
 * in memory; it records the event, takes it and completes. The last figure is that of publishing alone.
 */
import { parseArgs } from 'node:util';
import type { JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine } from '@batonhq/engine';
import { BenchError } from './bench-error.ts';
import { median } from './measurement.ts';
import { workFolder } from './work-folder.ts';

const { values } = parseArgs({
  options: { listeners: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '5' } },
});
const [listeners, rounds] = [Number(values.listeners), Number(values.rounds)];
if (![listeners, rounds].every((number) => Number.isSafeInteger(number) && number > 0))
  throw new BenchError(`not numbers: ${values.listeners}, ${values.rounds}`);

const listening: JsonObject = {
  document: { dsl: '1.0.3', namespace: 'bench', name: 'listen', version: '1.0.0' },
  do: [{ hear: { listen: { to: { one: { with: { type: 'bench.news' } } } } } }],
};

using folder = workFolder('event-fan-out');
const engine = await createEngine({
  journal: openSqliteJournal({ directory: folder.path }),
  limits: { idle: 1, resting: 0 },
});
try {
  const measured: (readonly [number, number])[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await fanOut(engine, round));
  const figures = {
    listeners,
    'ms until all are done, median': Math.round(median(measured.map(([all]) => all))),
    'ms until it is published, median': Number(median(measured.map(([, published]) => published)).toFixed(1)),
  };
  console.log(JSON.stringify(figures, null, 2));
} finally {
  await engine.close();
}

async function fanOut(on: Engine, round: number): Promise<readonly [number, number]> {
  const ids: string[] = [];
  for (let from = 0; from < listeners; from += 250)
    ids.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(250, listeners - from) }, () => on.start({ definition: listening })),
      )),
    );
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  const results = Promise.all(ids.map((id) => on.result(id)));
  const begun = performance.now();
  await on.publishEvent({ type: 'bench.news', source: 'https://example.com/bench', id: `round-${round}` });
  const published = performance.now() - begun;
  await results;
  return [performance.now() - begun, published];
}
