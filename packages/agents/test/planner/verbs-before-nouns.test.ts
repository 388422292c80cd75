/** Verbs decide what kind of work a goal asks for; a verb that nobody knows makes nothing out of the nouns behind it. */
import { expect, test } from 'vitest';
import { proposePlan, templatePlanner, usualPolicy, type Planner } from '../../src/planner.ts';
import { samplePlaceToPlan } from '../sample-request.ts';

const place = await samplePlaceToPlan();

function planFor(goal: string, planners: readonly Planner[] = [templatePlanner]) {
  return proposePlan(place.request(goal), { planners, functions: place.functions, policy: usualPolicy });
}

async function functionsFor(goal: string): Promise<readonly string[]> {
  const outcome = await planFor(goal);
  return outcome.kind === 'plan' ? outcome.plan.tasks.map((task) => task.function.split(':')[0] ?? '') : [outcome.kind];
}

const reading = ['documents_search', 'documents_analyse', 'report_write'];

test.each([
  ['summarise the launch brief', 'launch brief'],
  ['sumarise the launch brief', 'launch brief'],
  ['what did we decide in the steering meetings?', 'steering'],
  ['prepare a summary of mail from Michal', 'Michal'],
  ['Review the launch plan', 'launch'],
  ['תסכם את המיילים מיואב', 'יואב'],
  ['תסכם את הבריף של ההשקה', 'בריף השקה'],
  ['מה החלטנו בישיבות ההיגוי?', 'ישיבות היגוי'],
])('%s: reads and reports, and makes nothing of it', async (goal, query) => {
  expect(await functionsFor(goal)).toEqual(reading);
  expect(await templatePlanner.propose(place.request(goal), place.functions)).toMatchObject({
    draft: { tasks: [{ with: { query } }, {}, {}] },
  });
});

test('a file that is named is read, and no other', async () => {
  expect(await templatePlanner.propose(place.request('Summarise launch/brief.md'), place.functions)).toMatchObject({
    draft: { tasks: [{ name: 'analysis', with: { paths: ['launch/brief.md'] } }, { name: 'report' }] },
  });
});

test.each([
  ['move the meeting with Nadia to Friday', 'move'],
  ['please reschedule the meeting with Nadia', 'reschedule'],
  ['translate the brief to French', 'translate'],
  ['Move the launch campaign to May', 'Move'],
  ['delete the brief', 'delete'],
  ['burn the brief', 'burn'],
  ['תתרגם את הבריף לצרפתית', 'תתרגם'],
  ['תזיז את הפגישה עם מיכל ליום שישי', 'תזיז'],
])('%s: what is not understood is asked about', async (goal, verb) => {
  const outcome = await planFor(goal);
  expect(outcome).toMatchObject({
    kind: 'abstained',
    why: expect.stringContaining(verb),
    questions: [{ name: 'type', choices: expect.arrayContaining(['meeting']) }],
  });
});

test('verbs of one slip are still known, and so are those that hand something on', async () => {
  expect(await functionsFor('shedule the meeting with Nadia on Tuesday')).toContain('calendar_add');
  expect(await functionsFor('Set up a review meeting with Nadia on Tuesday')).toContain('calendar_add');
  expect(await functionsFor('delete the meeting with Nadia')).toContain('calendar_cancel');
  expect(await functionsFor('Read the brief and write posts for instagram')).toContain('campaign_write');
  expect(await functionsFor('send the brief to Theo')).toEqual(['contacts_find', 'message_write', 'mail_draft']);
});

test('a message about nothing is asked about, and the answer is taken', async () => {
  expect(await planFor('write to Nadia')).toMatchObject({ kind: 'abstained', questions: [{ name: 'topic' }] });
  const request = place.request('write to Nadia', { context: { topic: 'the oven' } });
  expect(await templatePlanner.propose(request, place.functions)).toMatchObject({
    draft: {
      tasks: expect.arrayContaining([
        expect.objectContaining({ with: expect.objectContaining({ topic: 'the oven' }) }),
      ]),
    },
  });
});

const origin = { planner: 'wild', confidence: 1, why: 'it felt like it' };
const wild: Planner = {
  name: 'wild',
  propose: async () => ({
    kind: 'draft',
    draft: {
      title: 'A message',
      tasks: [{ name: 'message', function: 'message_write', with: { kind: 'notice' }, purpose: 'word it' }],
      assumptions: [],
      questions: [],
      origin,
    },
  }),
};

test('whoever guesses and fits no function asks in words; from others the problems are shown', async () => {
  expect(await planFor('write it', [{ ...wild, guesses: true }])).toMatchObject({
    kind: 'abstained',
    questions: [{ name: 'topic', text: expect.stringContaining('About what?') }],
  });
  expect(await planFor('write it', [wild])).toMatchObject({ kind: 'refused', problems: [{ task: 'message' }] });
});

test('a planner that has no plan and no question says why, beside the first one', async () => {
  const broken: Planner = {
    name: 'model x',
    propose: async () => ({ kind: 'abstained', why: 'it is down', questions: [] }),
  };
  expect(await planFor('make me happy', [templatePlanner, broken])).toMatchObject({
    why: expect.stringMatching(/^I recognise no work.*; model x: it is down$/),
    questions: [{ name: 'type' }],
  });
});

test('a file of one letter is not named by every word with it', async () => {
  const { workspace } = place.request('');
  const files = [...(workspace?.files ?? []), 'o', 'notes'];
  const goal = 'Prepare a launch campaign for three channels from the brief and notes';
  const request = place.request(goal, { workspace: { files, people: [] } });
  expect(await templatePlanner.propose(request, place.functions)).toMatchObject({
    draft: {
      tasks: expect.arrayContaining([expect.objectContaining({ name: 'brief', with: { path: 'launch/brief.md' } })]),
    },
  });
});

test('how sure a plan is falls with what it leaves open', async () => {
  const open = await planFor('Set up a meeting with Yoav tomorrow');
  expect(open).toMatchObject({ plan: { questions: [{ name: 'person' }], origin: { confidence: 0.8 } } });
});

test.each([
  [
    'Meet with Nadia next tuesday at 14:00',
    '"next tuesday at 14:00" is Tuesday, 13 January 2026 at 14:00, America/New_York.',
  ],
  ['Meet with Nadia next week', '"next week" is Monday, 12 January 2026 to Sunday, 18 January 2026, America/New_York.'],
  ['תקבע פגישה עם מיכל ביום שלישי', '«ביום שלישי»: יום שלישי, 13 בינואר 2026, שעון America/New_York.'],
])('%s: the plan says which day that is', async (goal, said) => {
  expect(await templatePlanner.propose(place.request(goal), place.functions)).toMatchObject({
    draft: { assumptions: expect.arrayContaining([said]) },
  });
});
