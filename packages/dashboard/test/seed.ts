import type { ServedFolder } from './served-folder.ts';

const document = (name: string, namespace = 'shop') => ({ dsl: '1.0.3', namespace, name, version: '1.0.0' });

/** Completes: three branches, one of them in Hebrew. */
export const order = {
  document: document('order'),
  do: [
    { customer: { call: 'look-up' } },
    {
      prepare: {
        fork: {
          branches: [
            { invoice: { call: 'summarise', with: { text: 'Invoice 4711' } } },
            { הזמנה: { call: 'slow', with: { milliseconds: 120 } } },
            { parcel: { set: { weight: 2 } } },
          ],
        },
      },
    },
  ],
};

/** Ends with what somebody else wrote: none of it may do anything. */
export const failing = {
  document: document('failing', 'books'),
  do: [
    {
      stop: {
        raise: {
          error: {
            type: 'https://example.com/errors/ledger',
            status: 422,
            title: 'The ledger does not add up',
            detail: '<img src=x onerror=alert(1)> ![x](https://evil.example/x.png) \u202egnp.exe',
          },
        },
      },
    },
  ],
};

/** Waits for a message. */
export const meeting = {
  document: document('meeting', 'people'),
  do: [{ greet: { set: { greeting: 'שלום' } } }, { answer: { listen: { to: { one: { with: { type: 'go' } } } } } }],
};

/** Asks a person before money goes. */
export const paying = {
  document: document('paying', 'books'),
  do: [
    { find: { call: 'look-up', export: { as: '${ . }' } } },
    {
      pay: {
        call: 'charge',
        with: { to: '${ $context.customer }', amount: '${ $workflow.input.amount }' },
        metadata: { risk: 'high' },
      },
    },
  ],
};

/** May spend less than its second call costs, and asks people then. */
export const thrifty = {
  document: document('thrifty', 'books'),
  do: [
    {
      both: {
        do: [{ first: { call: 'summarise' } }, { second: { call: 'summarise' } }],
        metadata: { budget: { money: 0.05, onExceeded: 'ask' } },
      },
    },
  ],
};

/** What an execution of {@link meeting} goes on by, once people agreed. */
export const otherMeeting = {
  ...meeting,
  document: { ...meeting.document, version: '1.1.0' },
  do: [...meeting.do, { thank: { set: { thanks: 'תודה' } } }],
};

/** Gives missions to agents: to one by name, to whoever knows letters, and one that no model will do. */
const missions = [
  { agent: 'summariser', prompt: 'Sum up the letter of Mrs Levi' },
  { skills: ['letters'], prompt: 'Answer the letter of Mr Cohen' },
  { skills: ['letters'], prompt: 'ענה למכתב של יואב' },
  { agent: 'summariser', prompt: 'Do the impossible' },
].map((given) => ({ document: document('mission', 'letters'), do: [{ write: { call: 'agent', with: given } }] }));

/** Starts by itself. */
export const report = {
  document: { ...document('report'), metadata: { schedule: { zone: 'Europe/Berlin', overlap: 'skip' } } },
  schedule: { cron: '0 6 * * 1-5' },
  do: [{ write: { call: 'summarise', with: { text: 'the week' } } }],
};
const beat = {
  document: document('heartbeat', 'ops'),
  schedule: { every: { minutes: 15 } },
  do: [{ look: { set: { isWell: true } } }],
};

/** Starts an execution; its id. */
export async function start(folder: ServedFolder, workflow: unknown, input: unknown = {}): Promise<string> {
  return String((await folder.ask('/api/orchestrate', { workflow, input }))['id']);
}

/** Leaves executions in every phase, questions, schedules and budgets behind. */
export async function seed(folder: ServedFolder): Promise<void> {
  for (const definition of [report, beat]) await folder.ask('/api/definitions', { definition });
  for (let index = 0; index < 14; index += 1) await start(folder, order, { customer: 4_711 + index });
  for (let index = 0; index < 3; index += 1) await start(folder, failing);
  const [first, second] = [await start(folder, meeting), await start(folder, meeting), await start(folder, meeting)];
  await folder.ask(`/api/orchestrate/${first}/pause`, {});
  await folder.ask(`/api/orchestrate/${second}/cancel`, {});
  await start(folder, paying, { amount: 120 });
  await start(folder, paying, { amount: 75.5 });
  await start(folder, thrifty);
  await folder.ask(`/api/orchestrate/${await start(folder, meeting)}/revise`, {
    definition: otherMeeting,
    because: 'people should be thanked',
  });
  const given = await Promise.all(missions.map((mission) => start(folder, mission)));
  // A model without a price is not asked once money is limited.
  for (const id of given) await folder.ask(`/api/orchestrate/${id}/result`);
  await folder.ask('/api/budgets', { account: 'tenant', budget: { money: 25, tokens: 200_000 }, per: 'month' });
  await folder.ask('/api/budgets', { account: 'user/local', budget: { money: 2 }, per: 'day' });
}
