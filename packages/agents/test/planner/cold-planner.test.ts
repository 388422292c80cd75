/** What is planned when nothing was learned: by the words of the functions, in both languages. */
import { expect, test } from 'vitest';
import { coldModel } from '@batonhq/agents/planner';
import type { ToolCard } from '@batonhq/agents/planner';

const tools: readonly ToolCard[] = [
  ['searchDocuments', 'Search the documents of the workspace'],
  ['findContact', 'Find a person in the contacts'],
  ['freeSlots', 'Find free slots for a meeting'],
  ['addEvent', 'Add an event to the calendar'],
  ['draftMail', 'Draft a mail to somebody'],
  ['cashFlowForecast', 'Forecast the cash flow from the ledger'],
].map(([name = '', description = '']) => ({ id: name, name, description }));

const plan = (request: string, links: readonly (readonly [string, string])[] = []) =>
  coldModel({ tools, links })
    .plan(request)
    .chain.map((place) => tools[place]?.id);

test('each part of a request gets the function whose words it has, in order', () => {
  expect(
    plan('First, search the documents about strategy. Then find the contact Yoav. Finally, draft a mail to him.'),
  ).toEqual(['searchDocuments', 'findContact', 'draftMail']);
});

test('talk around what is asked gives no function', () => {
  expect(plan('I need your help with a few things. Please forecast the cash flow. Thank you.')).toEqual([
    'cashFlowForecast',
  ]);
});

test('Hebrew finds functions that are described in English', () => {
  expect(plan('תכין טיוטה של מייל ליואב')).toEqual(['draftMail']);
});

test('with a graph the plan is a way through it', () => {
  const links = [
    ['findContact', 'freeSlots'],
    ['freeSlots', 'addEvent'],
    ['searchDocuments', 'draftMail'],
  ] as const;
  expect(plan('find free slots for a meeting with Dana and add the event to my calendar', links)).toEqual([
    'freeSlots',
    'addEvent',
  ]);
});
