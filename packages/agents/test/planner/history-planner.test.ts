/** What is learned from past requests: it serves new ones, it does not hang on names, and it survives being kept. */
import { expect, test } from 'vitest';
import { extendHistory, fitHistory, modelRecord, ModelRecordError, readModel } from '@batonhq/agents/planner';
import type { PlanExample, ToolCard } from '@batonhq/agents/planner';

const tools: readonly ToolCard[] = [
  ['search_flights', 'Search for flights between two cities'],
  ['book_flight', 'Book a seat on a flight'],
  ['cancel_flight', 'Cancel a booked flight'],
  ['search_hotels', 'Find hotels in a city'],
  ['book_hotel', 'Reserve a room in a hotel'],
  ['send_mail', 'Send a mail to somebody'],
  ['add_event', 'Add an event to the calendar'],
].map(([name = '', description = '']) => ({ id: name, name, description }));

const wishes: readonly (readonly [string, string, readonly string[]])[] = [
  ['fly from {a} to {b} on the {n}th', 'get me a seat on the cheapest plane', ['search_flights', 'book_flight']],
  ['see which flights go to {b}', 'tell my colleague by mail', ['search_flights', 'send_mail']],
  ['find a place to sleep in {a}', 'reserve a room for {n} nights', ['search_hotels', 'book_hotel']],
  ['call off my flight to {b}', 'let the office know by mail', ['cancel_flight', 'send_mail']],
  ['reserve the room in {a} I had before', 'put the stay into my calendar', ['book_hotel', 'add_event']],
  ['book the flight of the {n}th to {a}', 'put it into my calendar', ['book_flight', 'add_event']],
];
const cities = ['Rome', 'Haifa', 'Oslo', 'Lima', 'Cairo', 'Paris', 'Kyoto', 'Quito'];
const openings = ['Please', 'I need you to', 'Could you', 'For next week,', 'Kindly'];

const written = (from: number, count: number): readonly PlanExample[] =>
  Array.from({ length: count }, (_, offset) => {
    const number = from + offset;
    const [first, second, chain] = wishes[number % wishes.length] ?? ['', '', []];
    const fill = (text: string): string =>
      text
        .replace('{a}', cities[number % 7] ?? '')
        .replace('{b}', cities[(number * 3) % 8] ?? '')
        .replace('{n}', String(1 + (number % 27)));
    return { request: `${openings[number % 5] ?? ''} ${fill(first)} and then ${fill(second)}.`, tools: chain };
  });

const planned = (known: readonly ToolCard[], examples: readonly PlanExample[], requests: readonly PlanExample[]) => {
  const model = fitHistory({ tools: known, examples });
  return requests.map(({ request }) => model.plan(request).chain.map((place) => known[place]?.id ?? ''));
};

test('new requests get the plans of those they resemble, in order', () => {
  const asked = written(60, 24);
  const found = planned(tools, written(0, 48), asked);
  const right = found.filter((chain, at) => chain.join() === asked[at]?.tools.join());
  expect(right.length).toBeGreaterThanOrEqual(23);
});

test('renaming every function changes no plan and no confidence', () => {
  const newName = (id: string): string => `zz${id.split('').toReversed().join('')}q`;
  const renamed = tools.map((tool) => ({ ...tool, id: newName(tool.id), name: newName(tool.name) }));
  const rename = (examples: readonly PlanExample[]) =>
    examples.map((one) => ({ ...one, tools: one.tools.map(newName) }));
  const before = fitHistory({ tools, examples: written(0, 36) });
  const after = fitHistory({ tools: renamed, examples: rename(written(0, 36)) });
  for (const { request } of written(40, 18)) expect(after.plan(request)).toEqual(before.plan(request));
});

test('what was learned is asked of the history, not made up', () => {
  const turned = written(0, 36).map((one) => ({ ...one, tools: one.tools.toReversed() }));
  const [chain] = planned(tools, turned, written(60, 1));
  expect(chain).toEqual(['book_flight', 'search_flights']);
});

test('a history without examples is refused', () => {
  expect(() => fitHistory({ tools, examples: [] })).toThrow(/nothing to learn from/);
});

test('a model that was kept as JSON answers as before', () => {
  const model = fitHistory({ tools, examples: written(0, 36) });
  const kept: unknown = JSON.parse(JSON.stringify(modelRecord(model)));
  const again = readModel(kept as Parameters<typeof readModel>[0]);
  for (const { request } of written(40, 12)) expect(again.plan(request)).toEqual(model.plan(request));
});

test('a record of another form, or one that is cut, is refused', () => {
  const record = modelRecord(fitHistory({ tools, examples: written(0, 12) }));
  expect(() => readModel({ ...record, form: 1 })).toThrow(ModelRecordError);
  expect(() => readModel({ ...record, dual: '' })).toThrow(/dual has 0 numbers/);
  expect(() => readModel({ ...record, examples: 'none' })).toThrow(/examples: expected a list/);
});

test('a longer history counts at once', () => {
  const model = fitHistory({ tools, examples: written(0, 36) });
  const request = 'Please warn the whole office of the storm.';
  const longer = extendHistory(model, [
    { request: 'Warn the office of the storm', tools: ['send_mail', 'add_event'] },
    { request: 'Please warn the whole office of the flood', tools: ['send_mail', 'add_event'] },
  ]);
  expect(longer.plan(request).chain.map((place) => tools[place]?.id)).toEqual(['send_mail', 'add_event']);
});
