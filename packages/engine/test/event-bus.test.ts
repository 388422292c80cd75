/** The event bus: what is published is kept, reaches whoever listens once, also across crashes, and can be brought again. */
import { openSqliteJournal } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { EventLog } from '../src/event-bus/event-log.ts';
import { definition, eventsOf, folder, open, until } from './open-engine.ts';

const filter = (type: string, more: object = {}): object => ({ one: { with: { type, ...more } } });

const listening = (to: object, metadata: object = {}, name = 'listener') =>
  definition([{ hear: { listen: { to }, metadata } }], { name });

const news = (id: string, more: object = {}) => ({
  type: 'news',
  source: 'https://example.com',
  id,
  data: id,
  ...more,
});

test('an event from outside is kept, numbered and brought to all who listen', async () => {
  const engine = await open();
  const ids = await Promise.all([0, 1, 2].map(() => engine.start({ definition: listening(filter('news')) })));
  expect(await engine.publishEvent(news('a'))).toEqual({ number: 1, isKnown: false });
  for (const id of ids) expect(await engine.result(id)).toEqual({ phase: 'completed', output: ['a'] });
  expect(await engine.publishedEvents()).toMatchObject([{ number: 1, event: { id: 'a', specversion: '1.0' } }]);
});

test('the same source and id again changes nothing; another source is another event', async () => {
  const engine = await open();
  const to = { any: [{ with: { type: 'news' } }], until: '(. | length) == 2' };
  const id = await engine.start({ definition: listening(to) });
  await engine.publishEvent(news('a'));
  expect(await engine.publishEvent(news('a'))).toEqual({ number: 1, isKnown: true });
  await Promise.all([0, 1, 2].map(() => engine.publishEvent(news('a', { source: 'https://other.example' }))));
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: ['a', 'a'] });
  expect(await engine.publishedEvents()).toHaveLength(2);
});

test('what is no CloudEvent is refused with its reason', async () => {
  const engine = await open();
  await expect(engine.publishEvent({ source: '/x' })).rejects.toThrow('the type of a CloudEvent is a text');
  await expect(engine.publishEvent({ ...news('a'), source: 7 })).rejects.toThrow('source');
  await expect(engine.publishEvent({ ...news('a'), specversion: '0.3' })).rejects.toThrow('expected "1.0"');
  await expect(engine.publishEvent({ ...news('a'), time: 'noon' })).rejects.toThrow('is no time');
  expect(await engine.publishedEvents()).toEqual([]);
});

test('events are found by type, source, subject, time and number', async () => {
  const engine = await open();
  for (const id of ['a', 'b', 'c']) await engine.publishEvent(news(id, { type: `news.${id}`, subject: `s-${id}` }));
  const found = async (wanted: object) => (await engine.publishedEvents(wanted)).map(({ event }) => event.id);
  expect(await found({ type: 'news.b' })).toEqual(['b']);
  expect(await found({ type: 'news.*' })).toEqual(['a', 'b', 'c']);
  expect(await found({ subject: 's-c' })).toEqual(['c']);
  expect(await found({ source: 'https://nobody.example' })).toEqual([]);
  expect(await found({ limit: 2 })).toEqual(['b', 'c']);
  expect(await found({ after: 1, limit: 1 })).toEqual(['b']);
  expect(await found({ since: Date.now() + 60_000 })).toEqual([]);
});

test('an event before the wait is not heard, one during it is; history brings what came before, in its order', async () => {
  const engine = await open();
  await engine.publishEvent(news('before'));
  await engine.publishEvent(news('also before', { type: 'other' }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const until2 = { any: [{ with: { type: 'news' } }], until: '(. | length) == 2' };
  const deaf = await engine.start({ definition: listening(filter('news')) });
  const all = await engine.start({ definition: listening(until2, { history: true }, 'historian') });
  const recent = await engine.start({ definition: listening(filter('news'), { history: 'PT1H' }, 'recent') });
  expect(await engine.result(recent)).toEqual({ phase: 'completed', output: ['before'] });
  await engine.publishEvent(news('during'));
  expect(await engine.result(deaf)).toEqual({ phase: 'completed', output: ['during'] });
  expect(await engine.result(all)).toEqual({ phase: 'completed', output: ['before', 'during'] });
});

test('kept events are brought to a listener by choice, and what it does not want is not recorded', async () => {
  const engine = await open();
  for (const id of ['a', 'b', 'c']) await engine.publishEvent(news(id));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const id = await engine.start({ definition: listening(filter('news', { data: '${ . == "b" }' })) });
  expect(await engine.replayEvents({ execution: id, type: 'news' })).toBe(2);
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: ['b'] });
  expect((await eventsOf(engine, id)).filter(({ event }) => event.kind === 'signal.received')).toHaveLength(1);
  await expect(engine.replayEvents({ execution: 'nobody' })).rejects.toThrow('there is no execution');
});

test('what was acknowledged is delivered by the next engine, and nothing twice', async () => {
  const place = folder();
  const first = await place.open();
  const to = { any: [{ with: { type: 'news' } }], until: { one: { with: { type: 'stop' } } } };
  const id = await first.start({ definition: listening(to) });
  await first.publishEvent(news('a'));
  await until(async () => (await eventsOf(first, id)).some(({ event }) => event.kind === 'signal.consumed'));
  await first.close();
  const second = await place.open();
  expect(await second.publishEvent(news('a'))).toEqual({ number: 1, isKnown: true });
  await second.publishEvent(news('b'));
  await second.publishEvent(news('stop', { type: 'stop' }));
  expect(await second.result(id)).toEqual({ phase: 'completed', output: ['a', 'b'] });
  expect((await second.publishedEvents()).map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('an event that was kept when the process died before anybody heard it reaches who listened then', async () => {
  const place = folder();
  const first = await place.open();
  const id = await first.start({ definition: listening(filter('news')) });
  await first.close();
  const journal = openSqliteJournal({ directory: place.path });
  const log = await EventLog.open(journal.streams, { count: 10, age: 60_000 });
  const event = { specversion: '1.0', time: new Date().toISOString(), ...news('a') };
  await log.append([event], { at: Date.now() });
  await journal.close();
  const second = await place.open();
  expect(await second.result(id)).toEqual({ phase: 'completed', output: ['a'] });
  await second.close();
  const third = await place.open();
  expect(await third.publishEvent(news('a'))).toEqual({ number: 1, isKnown: true });
});

test('an execution that has heard hundreds of events hears none of them again', async () => {
  const engine = await open();
  const to = { any: [{ with: { type: 'news' } }], until: { one: { with: { type: 'stop' } } } };
  const id = await engine.start({ definition: listening(to) });
  const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
  await Promise.all(ids.map((name) => engine.publishEvent(news(name))));
  expect(await engine.replayEvents({ execution: id, type: 'news' })).toBe(0);
  await engine.publishEvent(news('stop', { type: 'stop' }));
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: ids });
});

test('retention drops the oldest and lets their ids be used again', async () => {
  const engine = await open({ events: { retention: { count: 100 } } });
  const ids = Array.from({ length: 2_300 }, (_, index) => `n${index}`);
  for (let from = 0; from < ids.length; from += 500)
    await Promise.all(ids.slice(from, from + 500).map((id) => engine.publishEvent(news(id))));
  const kept = await engine.publishedEvents({ after: 0, limit: 5_000 });
  expect(kept.length).toBeLessThanOrEqual(1_600);
  expect(kept.at(-1)?.number).toBe(2_300);
  expect((await engine.publishEvent(news('n0'))).isKnown).toBe(false);
});

test('three hundred listeners hear one event', async () => {
  const engine = await open({ limits: { idle: 5 } });
  const ids = await Promise.all(
    Array.from({ length: 300 }, () => engine.start({ definition: listening(filter('news')) })),
  );
  await engine.publishEvent(news('a'));
  for (const id of ids) expect(await engine.result(id)).toEqual({ phase: 'completed', output: ['a'] });
});
