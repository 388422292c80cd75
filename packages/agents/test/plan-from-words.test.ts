/**
 * Plans without a model: what a goal says in its own words, in English and Hebrew, decides tasks and arguments; other
 * names, months and figures give other plans. All of them pass the validator, on the sample workspace.
 */
import { describe, expect, test } from 'vitest';
import { planFromDraft, templatePlanner, usualPolicy, type Plan, type Proposal } from '../src/planner.ts';
import { samplePlaceToPlan } from './sample-request.ts';

const place = await samplePlaceToPlan();

function propose(goal: string): Promise<Proposal> {
  return templatePlanner.propose(place.request(goal), place.functions);
}

async function planFor(goal: string): Promise<Plan> {
  const proposal = await propose(goal);
  if (proposal.kind !== 'draft') throw new Error(`${goal}: ${JSON.stringify(proposal)}`);
  const made = planFromDraft(proposal.draft, goal, { functions: place.functions, policy: usualPolicy });
  if (made.kind === 'refused') throw new Error(JSON.stringify(made.problems, null, 1));
  return made.plan;
}

/** The arguments of each task, by its name. */
async function argumentsFor(goal: string): Promise<Readonly<Record<string, unknown>>> {
  const proposal = await propose(goal);
  if (proposal.kind !== 'draft') throw new Error(`${goal}: ${JSON.stringify(proposal)}`);
  return Object.fromEntries(proposal.draft.tasks.map((task) => [task.name, task.with]));
}

describe('a meeting after reading', () => {
  test('in Hebrew: documents of the month and contacts at the same time, then the analysis, the time, the rest', async () => {
    const plan = await planFor('תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב');
    expect(Object.fromEntries(plan.tasks.map(({ name, level }) => [name, level]))).toEqual({
      documents: 0,
      documents_of_time: 0,
      contact: 0,
      analysis: 1,
      free_time: 1,
      agenda: 2,
      event: 3,
      invitation: 3,
      draft: 4,
    });
    expect(plan.tasks.every(({ purpose }) => /[א-ת]/.test(purpose))).toBe(true);
    expect(plan.touches.writes).toContain('calendar');
  });

  test('takes the month, the topic, the person and the language from the words', async () => {
    const said = await argumentsFor('תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב');
    expect(said).toMatchObject({
      documents_of_time: { query: 'תבואות', from: '2025-12-01T05:00:00.000Z', until: '2026-01-01T05:00:00.000Z' },
      documents: { query: 'תבואות אסטרטגיה' },
      contact: { query: 'יואב', about: 'תבואות אסטרטגיה' },
      agenda: { language: 'he', title: 'פגישה עם יואב: תבואות, אסטרטגיה' },
    });
  });

  test('other words: another month, another person, half an hour on a day', async () => {
    const said = await argumentsFor('תסכם מה קרה בנובמבר בתבואות ותקבע פגישה של חצי שעה עם מיכל ביום שלישי');
    expect(said).toMatchObject({
      documents_of_time: { from: '2025-11-01T04:00:00.000Z' },
      contact: { query: 'מיכל סער' },
      free_time: { minutes: 30, from: '2026-01-13T05:00:00.000Z', until: '2026-01-14T05:00:00.000Z' },
    });
  });

  test('in English about the same people: a name in the other alphabet is the same name', async () => {
    const goal = 'Read what we did in December at Tvuot, understand the strategy, and set up a meeting with Yoav';
    expect(await argumentsFor(goal)).toMatchObject({
      documents: { query: 'תבואות strategy' },
      contact: { query: 'Yoav', about: 'תבואות strategy' },
      agenda: { language: 'en' },
    });
    await planFor(goal);
  });

  test('several people, a length, and a topic that is work elsewhere', async () => {
    const goal = 'Meet with Nadia and Theo next Tuesday for 45 minutes about the launch';
    const said = await argumentsFor(goal);
    expect(Object.keys(said)).toEqual(['contact', 'contact_2', 'free_time', 'agenda', 'event', 'invitation', 'draft']);
    expect(said).toMatchObject({ free_time: { minutes: 45 }, contact_2: { query: 'Theo Brandt' } });
    await planFor(goal);
  });

  test('asks which one, where a name fits two people and nothing tells them apart', async () => {
    const plan = await planFor('Set up a meeting with Yoav tomorrow');
    expect(plan.questions).toEqual([
      { name: 'person', text: 'Which Yoav?', choices: ['יואב הראל, תבואות', 'יואב פרץ, Peretz Ovens'] },
    ]);
  });
});

describe('money', () => {
  const bakery =
    'I run a bakery and need help planning for retirement at 55 while growing to 3 locations, with a $50k emergency fund';

  test('business, growth, reserve, taxes and retirement, each from its own words', async () => {
    const said = await argumentsFor(bakery);
    expect(said).toMatchObject({
      business: { ledger: 'bakery/ledger.csv' },
      facts: { path: 'bakery/owner.csv' },
      expansion: { locations: 3 },
      reserve: { target: 50_000 },
      retirement: { retireAt: 55, reserve: 50_000 },
      options: { retireAt: 55 },
    });
    const plan = await planFor(bakery);
    expect(plan.tasks.at(-1)?.function).toBe('report_financial:1.0.0');
    expect(plan.touches.writes).toEqual(['results']);
  });

  test('other figures, in other words', async () => {
    const goal = 'Plan my retirement at 60 with $20,000 saved a year and growing my shop to four branches';
    expect(await argumentsFor(goal)).toMatchObject({
      expansion: { locations: 4 },
      retirement: { retireAt: 60, yearlySaving: 20_000 },
    });
    await planFor(goal);
    expect(await argumentsFor('אני רוצה לפרוש בגיל 62, עם קרן חירום של 200 אלף ש"ח')).toMatchObject({
      reserve: { target: 200_000 },
      retirement: { retireAt: 62 },
    });
  });

  test('only what was asked for: a loan is a loan', async () => {
    const said = await argumentsFor('What does a $140,000 loan at 7.9% over 7 years cost?');
    expect(said).toEqual({ loan: { principal: 140_000, annualRate: 0.079, months: 84 } });
  });
});

describe('a campaign', () => {
  test('from one brief: written, checked, and scheduled behind an approval', async () => {
    const goal =
      'A product-launch campaign from one brief: content for three channels, checked against brand rules, scheduled behind approvals';
    const plan = await planFor(goal);
    expect(plan.tasks.map(({ name, needsApproval }) => [name, needsApproval])).toEqual([
      ['brief', false],
      ['rules', false],
      ['content', false],
      ['check', false],
      ['schedule', true],
    ]);
    expect(await argumentsFor(goal)).toMatchObject({ content: { channels: '${ $context.brief.channels[0:3] }' } });
  });

  test('other channels, and nothing scheduled where only texts were asked for', async () => {
    const said = await argumentsFor('Just the texts for a launch campaign on Instagram and LinkedIn');
    expect(said).toMatchObject({ content: { channels: ['instagram', 'linkedin'] } });
    expect(Object.keys(said)).not.toContain('schedule');
  });
});

describe('in other words', () => {
  const cases: readonly [string, object][] = [
    ['Cancel the meeting with Nadia', { meetings: {}, cancelled: {} }],
    [
      'Book a meeting with Priya Raman next week to discuss the loan offer',
      { free_time: { from: '2026-01-12T05:00:00.000Z' } },
    ],
    [
      'Schedule a half-hour call with Nadia on Thursday',
      { free_time: { minutes: 30, from: '2026-01-15T05:00:00.000Z' } },
    ],
    ['לתאם שיחה של 45 דקות עם Priya מחר בנושא ההלוואה', { free_time: { minutes: 45 }, contact: { about: 'הלוואה' } }],
    [
      'מה סוכם בתבואות בדצמבר? תשלחי מייל למיכל עם הסיכום',
      { documents_of_time: { query: 'תבואות' }, message: { kind: 'update' } },
    ],
    [
      'Can I afford to open 2 more locations?',
      { expansion: { locations: '${ ($context.facts.facts.locations // 1) + 2 }' } },
    ],
    ['How much will a mortgage of 250,000 at 5.5% over 20 years cost?', { loan: { principal: 250_000, months: 240 } }],
    ['What do customers complain about?', { feedback: { path: 'bakery/feedback.csv' } }],
    ['Find everything about the oven and summarise it', { documents: { query: 'oven' }, report: {} }],
  ];

  test.each(cases)('%s', async (goal, wanted) => {
    const said = await argumentsFor(goal);
    expect(said).toMatchObject(wanted);
    await planFor(goal);
  });

  test('a meeting that is called off is not entered again', async () => {
    expect(Object.keys(await argumentsFor('Cancel the meeting with Nadia'))).toEqual(['meetings', 'cancelled']);
  });
});

describe('what it cannot do', () => {
  test.each(['Bake me a cake', 'תשיר לי שיר'])('%s: it says so and asks', async (goal) => {
    const proposal = await propose(goal);
    expect(proposal).toMatchObject({ kind: 'abstained', questions: [{ name: 'type' }] });
  });

  test('somebody who is in no address book is asked about before anything is done, and an answer is taken', async () => {
    const goal = 'Meet with Zacharias tomorrow';
    expect(await propose(goal)).toMatchObject({ kind: 'abstained', questions: [{ name: 'person' }] });
    const request = place.request(goal, { context: { person: 'Nadia Okafor' } });
    expect(await templatePlanner.propose(request, place.functions)).toMatchObject({
      kind: 'draft',
      draft: { tasks: expect.arrayContaining([expect.objectContaining({ with: { query: 'Nadia Okafor' } })]) },
    });
  });

  test('a meeting with nobody is not set up', async () => {
    expect(await propose('Set up a meeting next week')).toMatchObject({
      kind: 'abstained',
      questions: [{ name: 'person' }],
    });
  });
});
