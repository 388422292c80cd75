/** Goals as people type them: other spellings, slips, what is ruled out, what is over. None of it is guessed at. */
import { expect, test } from 'vitest';
import { templatePlanner, type Proposal, type PlanRequest } from '../src/planner.ts';
import { samplePlaceToPlan } from './sample-request.ts';

const place = await samplePlaceToPlan();

function propose(goal: string, more: Partial<PlanRequest> = {}): Promise<Proposal> {
  return templatePlanner.propose({ ...place.request(goal), ...more }, place.functions);
}

async function questionsOf(goal: string, more: Partial<PlanRequest> = {}): Promise<unknown> {
  const proposal = await propose(goal, more);
  return proposal.kind === 'abstained' ? proposal.questions : proposal.draft.tasks.map(({ name }) => name);
}

const people = [
  { names: ['Tomás Núñez'], organisation: null },
  { names: ['Yoav Harel'], organisation: 'Tvuot' },
];
const workspace = { files: ['contacts.vcf', 'notes/one.md'], people };

test('a name is found without its accents, and one in another alphabet is suggested, not taken', async () => {
  const tomas = await propose('Meet with Tomas Nunez tomorrow about the branch', { workspace });
  expect(tomas).toMatchObject({
    kind: 'draft',
    draft: { tasks: [{ with: { query: 'Tomás Núñez' } }, {}, {}, {}, {}, {}] },
  });
  expect(await questionsOf('תקבע פגישה עם יואב מחר', { workspace })).toMatchObject([
    { name: 'person', choices: ['Yoav Harel', 'Tomás Núñez'] },
  ]);
  const answered = await propose('תקבע פגישה עם יואב מחר', { workspace, context: { person: 'Yoav Harel' } });
  expect(answered).toMatchObject({
    kind: 'draft',
    draft: { tasks: [{ with: { query: 'Yoav Harel' } }, {}, {}, {}, {}, {}] },
  });
});

test('a meeting in the past is asked about, and the answer is taken', async () => {
  const goal = 'Meet with Nadia yesterday';
  expect(await questionsOf(goal)).toMatchObject([
    { name: 'when', text: expect.stringContaining('"yesterday" is over') },
  ]);
  const proposal = await propose(goal, { context: { when: 'tomorrow' } });
  expect(proposal).toMatchObject({
    draft: {
      tasks: expect.arrayContaining([
        expect.objectContaining({
          name: 'free_time',
          with: expect.objectContaining({ until: '2026-01-13T05:00:00.000Z' }),
        }),
      ]),
    },
  });
});

test('what is asked for and ruled out is asked about; what is only ruled out is not done', async () => {
  const goal = 'Set up a meeting with Nadia tomorrow and do not set up any meeting';
  expect(await questionsOf(goal)).toMatchObject([{ name: 'contradiction', choices: ['do it', 'leave it out'] }]);
  expect(await questionsOf(goal, { context: { contradiction: 'do it' } })).toContain('event');
  expect(await questionsOf('Summarise the strategy of Tvuot without setting up a meeting')).toEqual(
    expect.not.arrayContaining(['event']),
  );
});

test.each(['what we did in March', 'מה עשינו במרץ'])(
  '%s is the last March, however near the next one is',
  async (said) => {
    const proposal = await propose(`Read ${said} at Tvuot`);
    expect(proposal).toMatchObject({
      draft: {
        tasks: expect.arrayContaining([
          expect.objectContaining({ with: expect.objectContaining({ from: '2025-03-01T05:00:00.000Z' }) }),
        ]),
      },
    });
  },
);

test('documents about a launch are read, and nothing is launched', async () => {
  expect(await questionsOf('Summarise what the documents say about the launch')).toEqual([
    'documents',
    'analysis',
    'report',
  ]);
});

test('an answer to what kind of work it is, is one', async () => {
  expect(await questionsOf('Make me happy')).toMatchObject([
    { name: 'type', choices: expect.arrayContaining(['meeting']) },
  ]);
  expect(await questionsOf('Make me happy', { context: { type: 'meeting' } })).toMatchObject([{ name: 'person' }]);
});

test('a file that is not called as expected is asked for by what there is, and one that is gone is not taken', async () => {
  const files = ['books.csv', 'old/kasse.csv', 'notes.md'];
  const more = { workspace: { files, people: [] } };
  expect(await questionsOf('Analyse the finances of my business', more)).toMatchObject([
    { name: 'ledger', choices: ['books.csv', 'old/kasse.csv'] },
  ]);
  expect(await questionsOf('A launch campaign', { ...more, context: { brief: 'gone.md' } })).toMatchObject([
    { name: 'brief', text: 'There is no gone.md. Which file is the brief?', choices: ['notes.md'] },
  ]);
});

test.each([
  ['Plan my retirement at 200', { age: 40 }, /from 35 to 90\? 200/],
  ['Plan my retirement at 45', { age: 50 }, /45 is over at 50/],
])('%s is asked about: a plan for another age is not what was asked for', async (goal, known, asked) => {
  const context = { ...known, capital: 1, yearlySaving: 1, yearlyNeed: 1 };
  const more = { workspace: { files: [], people: [] }, context };
  expect(await questionsOf(goal, more)).toMatchObject([{ name: 'retireAt', text: expect.stringMatching(asked) }]);
  const answered = await propose(goal, { ...more, context: { ...context, retireAt: 65 } });
  const task = expect.objectContaining({ name: 'retirement', with: expect.objectContaining({ retireAt: 65 }) });
  expect(answered).toMatchObject({ draft: { tasks: expect.arrayContaining([task]) } });
});

test.each(['Read what we did in December and set up a meeting with Nadia', 'תקרא מה עשינו בדצמבר ותקבע פגישה עם מיכל'])(
  '%s: a month is a subject too, when nothing else is said',
  async (goal) => {
    const search = { query: '', from: '2025-12-01T05:00:00.000Z', until: '2026-01-01T05:00:00.000Z' };
    const tasks = expect.arrayContaining([
      expect.objectContaining({ name: 'documents_of_time', with: expect.objectContaining(search) }),
      expect.objectContaining({ name: 'event' }),
    ]);
    expect(await propose(goal)).toMatchObject({ draft: { tasks } });
  },
);

test('telling somebody about a launch is a message, and where somebody belongs is nobody', async () => {
  const told = ['contact', 'contact_2', 'message', 'draft'];
  expect(await questionsOf('Tell Theo and Nadia about the launch')).toEqual(told);
  expect(await questionsOf('תספר לנדיה על ההשקה')).toEqual(expect.not.arrayContaining(['schedule']));
  expect(await questionsOf('Tell me what the documents say about the launch')).toEqual([
    'documents',
    'analysis',
    'report',
  ]);
  expect(await questionsOf('Prepare me for the meeting with Michal from Tvuot')).toEqual(
    expect.arrayContaining(['contact', 'agenda']),
  );
});
