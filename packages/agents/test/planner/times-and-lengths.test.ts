/** When something is to be, and for how long: neither is taken for the other, and an hour belongs to its day wherever it stands. */
import { describe, expect, test } from 'vitest';
import { templatePlanner } from '../../src/planner.ts';
import { samplePlaceToPlan } from '../sample-request.ts';

// Sunday, 11 January 2026, in New York.
const place = await samplePlaceToPlan();

async function argumentsFor(goal: string, more = {}): Promise<Readonly<Record<string, unknown>>> {
  const proposal = await templatePlanner.propose(place.request(goal, more), place.functions);
  if (proposal.kind !== 'draft') throw new Error(`${goal}: ${JSON.stringify(proposal)}`);
  return Object.fromEntries(proposal.draft.tasks.map((task) => [task.name, task.with]));
}

describe('a meeting', () => {
  test.for([
    ['Meet with Nadia for half an hour next Tuesday at 3pm about the launch', 30, '13T20:00', '13T21:00'],
    ['Meet with Nadia next Tuesday at 3pm for two hours about the launch', 120, '13T20:00', '13T22:00'],
    ['Meet tomorrow with Nadia at 3pm about the launch', 60, '12T20:00', '12T21:00'],
    ['Meet with Nadia from 2pm to 4pm on Monday about the launch', 60, '12T19:00', '12T21:00'],
    ['Meet with Nadia at noon on Thursday about the launch', 60, '15T17:00', '15T18:00'],
    ['A 90-minute meeting with Nadia tomorrow afternoon about the launch', 90, '12T17:00', '12T23:00'],
    ['קבע פגישה עם מיכל מחר בשעה 10 על התקציב', 60, '12T15:00', '12T16:00'],
    ['קבעי פגישה עם מיכל ביום שלישי ב-3 אחר הצהריים על התקציב', 60, '13T20:00', '13T21:00'],
    ['קבע פגישה של שעה וחצי עם מיכל מחר בבוקר על התקציב', 90, '12T11:00', '12T17:00'],
    ['קבע פגישה מחר עם מיכל ב-10:30 על התקציב', 60, '12T15:30', '12T16:30'],
  ] as const)('%s', async ([goal, minutes, from, until]) => {
    expect((await argumentsFor(goal))['free_time']).toMatchObject({
      minutes,
      from: `2026-01-${from}:00.000Z`,
      until: `2026-01-${until}:00.000Z`,
    });
  });

  test('is invited to by what it is about, not by its own title', async () => {
    const goal = 'Meet with Nadia next Tuesday about the launch';
    expect((await argumentsFor(goal))['invitation']).toMatchObject({ topic: 'launch' });
  });
});

test.for([
  ['When am I free next week for two hours?', 120],
  ['Find a free slot of 30 minutes tomorrow', 30],
  ['מתי אני פנוי השבוע לשעתיים?', 120],
] as const)('%s', async ([goal, minutes]) => {
  const said = await argumentsFor(goal);
  expect(Object.keys(said)).toEqual(['free_time']);
  expect(said).toMatchObject({ free_time: { minutes } });
});

test('orders in Hebrew are no topic, however they are formed', async () => {
  expect(await argumentsFor('הכן סיכום של פגישות ההיגוי')).toMatchObject({ documents: { query: 'היגוי' } });
  expect(await argumentsFor('הכיני סיכום של פגישות ההיגוי')).toMatchObject({ documents: { query: 'היגוי' } });
  expect(await argumentsFor('תכתבי למיכל על התקציב')).toMatchObject({ message: { topic: 'תקציב' } });
});

test('a loan over years, as Hebrew counts more than ten of them', async () => {
  const said = await argumentsFor('כמה עולה הלוואה של 200,000 ב-5% ל-20 שנה');
  expect(said).toMatchObject({ loan: { principal: 200_000, annualRate: 0.05, months: 240 } });
});

test('incidents are as old as the day the workspace is read as of', async () => {
  expect(await argumentsFor('which incidents are open')).toMatchObject({
    incidents: { at: '2026-01-11T13:00:00.000Z' },
  });
});

test('a report about the brief is no second brief', async () => {
  const { workspace } = place.request('');
  const files = [...(workspace?.files ?? []), 'results/launch-brief.md'];
  const said = await argumentsFor('Plan a launch campaign on Instagram', {
    workspace: { files, people: workspace?.people ?? [] },
  });
  expect(said).toMatchObject({ brief: { path: 'launch/brief.md' } });
});
