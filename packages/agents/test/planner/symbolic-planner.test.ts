/** Requests that nobody learned from become plans that pass the validator, with arguments from their words, or a question. */
import type { JsonObject } from '@batonhq/core';
import { expect, test } from 'vitest';
import {
  planFromDraft,
  strangers,
  symbolicPlanner,
  usualPolicy,
  writtenRequests,
  type KeptModel,
} from '../../src/planner.ts';
import { samplePlaceToPlan } from '../sample-request.ts';

const place = await samplePlaceToPlan();
const record: { kept: JsonObject | null; written: number } = { kept: null, written: 0 };
const kept: KeptModel = {
  read: () => Promise.resolve(record.kept),
  write: (model) => {
    record.kept = model;
    record.written += 1;
    return Promise.resolve();
  },
};
/** Learned from once, by whoever is asked first; the others read it. */
const planner = symbolicPlanner({ kept });
const propose = (goal: string) => planner.propose(place.request(goal), place.functions);

async function draft(goal: string) {
  const proposal = await propose(goal);
  if (proposal.kind === 'abstained') throw new Error(`${goal}: ${proposal.why} ${JSON.stringify(proposal.questions)}`);
  return proposal.draft;
}

test('at least two hundred requests ship, none of them both learned from and checked by', () => {
  const learned = new Set(writtenRequests.training.map(({ request }) => request));
  expect(learned.size).toBe(writtenRequests.training.length);
  expect(learned.size).toBeGreaterThanOrEqual(200);
  expect(writtenRequests.check.filter(({ request }) => learned.has(request))).toEqual([]);
  const known = new Set(place.functions.map(({ name }) => name));
  const named = [...writtenRequests.training, ...writtenRequests.check].flatMap(({ tools }) => tools);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('a meeting: the person is looked up, the time comes from the free slots, nobody unsure is written to', async () => {
  const { tasks } = await draft('Book half an hour with Yoav on Monday next week');
  expect(tasks.map((task) => task.function)).toEqual(['contacts_find', 'calendar_free', 'calendar_add']);
  expect(tasks[2]?.with).toMatchObject({
    start: expect.stringContaining('$context.calendar_free.slots[0].start'),
    attendees: expect.stringContaining('if $context.contacts_find.isSure then'),
  });
});

test('figures of a loan are read out of the words', async () => {
  const { tasks } = await draft('What is the monthly payment on a loan of 80,000 at 6% over 60 months?');
  expect(tasks[0]).toMatchObject({
    function: 'finance_loan',
    with: { principal: 80_000, annualRate: 0.06, months: 60 },
  });
});

test('Hebrew is planned like English, in its own language', async () => {
  const { tasks } = await draft('סכם לי את הפרוטוקולים של ינואר');
  expect(tasks.map((task) => task.function)).toEqual(['documents_search', 'documents_summarise']);
  expect(tasks[1]?.with).toEqual({ paths: '${ $context.documents_search.documents | map(.path // empty) }' });
});

test('an argument that nothing tells is asked for by name', async () => {
  expect(await propose('Estimate my federal income tax')).toMatchObject({
    kind: 'abstained',
    questions: [{ name: 'income' }],
  });
});

test('what is like nothing it knows is not planned; it says what came nearest', async () => {
  const proposal = await propose('Paint the fence of the old barn in a shade of blue');
  expect(proposal).toMatchObject({ kind: 'abstained', why: expect.stringContaining('chance') });
});

test('plans of the check part pass the validator', async () => {
  const made = await Promise.all(
    writtenRequests.check.map(async ({ request }) => {
      const proposal = await propose(request);
      if (proposal.kind === 'abstained') return 'abstained';
      return planFromDraft(proposal.draft, request, { functions: place.functions, policy: usualPolicy }).kind;
    }),
  );
  expect(made.filter((kind) => kind === 'refused')).toEqual([]);
  expect(made.filter((kind) => kind === 'plan').length).toBeGreaterThan(20);
});

test('of requests that nothing here serves, none that was learned from, not one is planned', async () => {
  expect(strangers.check.length).toBeGreaterThan(60);
  expect(strangers.check.filter((one) => strangers.training.includes(one))).toEqual([]);
  const planned: string[] = [];
  for (const goal of strangers.check) if ((await propose(goal)).kind === 'draft') planned.push(goal);
  expect(planned).toEqual([]);
});

test('one plan that was approved and went well is that of the next request like it, and of no other', async () => {
  const goal = 'Do the Monday round for the bakery';
  expect((await propose(goal)).kind).toBe('abstained');
  const history = [
    { request: goal, tools: ['status_week', 'calendar_list'] },
    { request: 'Book the room upstairs with Nadia on Tuesday', tools: ['calendar_add'] },
  ];
  const experienced = symbolicPlanner({ history, kept });
  for (const like of [goal, 'The Monday round for the bakery, please', 'please do our Monday round for the bakery'])
    expect(await experienced.propose(place.request(like), place.functions)).toMatchObject({
      kind: 'draft',
      draft: { tasks: [{ function: 'status_week' }, { function: 'calendar_list' }] },
    });
  const cancelled = await experienced.propose(
    place.request('Cancel the room upstairs with Nadia on Tuesday'),
    place.functions,
  );
  expect(JSON.stringify(cancelled)).not.toContain('"function":"calendar_add"');
  // Learned once: another planner reads what was kept, and plans the same.
  const again = symbolicPlanner({ history, kept });
  expect(await again.propose(place.request(goal), place.functions)).toEqual(
    await experienced.propose(place.request(goal), place.functions),
  );
  expect(record.written).toBe(1);
});

test('a plan that was approved teaches the next request', async () => {
  const goal = 'Give the pigeons on the roof their usual';
  expect((await propose(goal)).kind).toBe('abstained');
  const history = Array.from({ length: 6 }, (_, at) => ({
    request: `Give the pigeons on the roof their usual, number ${at}`,
    tools: ['feedback_analyse'],
  }));
  const proposal = await symbolicPlanner({ history, kept }).propose(place.request(goal), place.functions);
  expect(proposal).toMatchObject({ kind: 'draft', draft: { tasks: [{ function: 'feedback_analyse' }] } });
});

test('a verb that neither requests nor functions have is asked about, whatever its nouns are', async () => {
  expect(await propose('Translate the brief to French')).toMatchObject({ kind: 'abstained' });
  expect(await propose('Burn the ledger of the business and forecast the cash flow')).toMatchObject({
    kind: 'abstained',
  });
});
