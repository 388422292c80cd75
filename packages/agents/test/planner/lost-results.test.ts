/** What a plan is for is not lost when another one takes its place. */
import type { JsonObject } from '@batonhq/core';
import { expect, test } from 'vitest';
import { lostResults, plannableFunctions } from '../../src/planner.ts';

type Tasks = Readonly<Record<string, readonly [called: string, ...after: readonly string[]]>>;

const plan = (tasks: Tasks, output = '$context'): JsonObject => ({
  do: [
    {
      work: {
        fork: {
          branches: Object.entries(tasks).map(([name, [called, ...after]]) => ({
            [name]: { call: `${called}:1.0.0@default`, metadata: { after: [...after] } },
          })),
        },
      },
    },
  ],
  output: { as: `\${ ${output} }` },
});

const writing = (name: string, writes: readonly string[]) => ({
  name,
  description: name,
  input: {},
  planning: { writes },
  run: () => null,
});

const functions = plannableFunctions([
  writing('agenda_write', ['results']),
  writing('print_agenda', ['results']),
  writing('calendar_add', ['calendar']),
  writing('mail_send', ['mail']),
  writing('search', []),
]);

const study = { documents: ['search'], analysis: ['analyse', 'documents'], report: ['report', 'analysis'] } as const;
const meeting = {
  time: ['search'],
  agenda: ['agenda_write', 'time'],
  event: ['calendar_add', 'time', 'agenda'],
} as const;

test.each<[string, readonly string[], readonly [Tasks, Tasks]]>([
  ['what everything led to', ['report'], [study, { documents: ['search'] }]],
  ['what nothing came after', ['b'], [{ a: ['search'], b: ['mail_send'] }, { a: ['search'] }]],
  ['what was written on the way', ['agenda'], [meeting, { time: ['search'], event: ['calendar_add', 'time'] }]],
  [
    'what another function writes somewhere else',
    ['event'],
    [
      { time: ['search'], event: ['calendar_add', 'time'] },
      { time: ['search'], mail: ['mail_send', 'time'] },
    ],
  ],
])('it is lost: %s', (_, lost, [before, after]) => {
  expect(lostResults({ before: plan(before), after: plan(after), functions })).toEqual(lost);
});

test.each<[string, Tasks, Tasks]>([
  ['the same plan', meeting, meeting],
  [
    'only the way there is another',
    study,
    { other: ['find'], analysis: ['study', 'other'], report: ['report', 'analysis'] },
  ],
  ['another function writes it', meeting, { ...meeting, agenda: ['print_agenda', 'time'] }],
  ['it has another name', study, { documents: ['search'], said: ['report', 'documents'] }],
  [
    'what wrote nothing has something in its place',
    { a: ['search'], b: ['tell', 'a'] },
    { a: ['search'], c: ['fax', 'a'] },
  ],
])('it is kept: %s', (_, before, after) => {
  expect(lostResults({ before: plan(before), after: plan(after), functions })).toEqual([]);
});

test('what the output singles out is a result, wherever it stands; an output that names every task singles out none', () => {
  const [before, after] = [study, { documents: ['search'], report: ['report', 'documents'] }] as const;
  const lost = (output: string) => lostResults({ before: plan(before, output), after: plan(after, output), functions });
  expect(lost('{ why: $context.analysis.why }')).toEqual(['analysis']);
  expect(lost('[$context.documents, $context.analysis, $context.report]')).toEqual([]);
});
