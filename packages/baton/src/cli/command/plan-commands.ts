import type { CommandSpecification, OptionSpecification } from '../argument/command-specification.ts';
import { hostOptions } from './host-options.ts';

/** What goes along with a goal. */
const goalOptions: readonly OptionSpecification[] = [
  { name: 'context', value: 'JSON|@file', summary: 'Facts the plan may use, and answers to its questions' },
  { name: 'type', value: 'TYPE', summary: 'A kind of work: financial-planning, marketing-campaign, meeting, research' },
  { name: 'budget', value: 'LIMITS', summary: 'What it may spend: money=2.50,tokens=200000,calls=50,time=10m' },
  { name: 'require', value: 'TEXT', repeated: true, summary: 'Something the plan must do, or be refused' },
];

/** `baton do`. */
export const doGoal: CommandSpecification = {
  name: 'do',
  positionals: ['[GOAL]'],
  summary: 'Reach a goal in plain words: plan, ask, carry out',
  details: [
    'Works in a folder (--workspace, else the current one): its documents, contacts.vcf, calendar.ics, mail and ledgers. The plan is shown first, and nothing is done before somebody agrees; --yes agrees. What the plan says asks, asks again when it is reached.',
    'Without a model everything that can be computed is computed, and it says where a model would have written more. A goal that is cut off is taken up by the same command. --plan NAME carries out a plan that was kept and approved.',
  ],
  options: [
    { name: 'yes', short: 'y', summary: 'Agree to the plan' },
    { name: 'plan', value: 'NAME[:VERSION]', summary: 'A kept plan that was approved, instead of a goal' },
    ...goalOptions,
    ...hostOptions,
  ],
  examples: [
    { line: 'baton do "Read what we did in December and set up a meeting with Yoav"', effect: 'in this folder' },
    { line: 'baton do "Plan my retirement at 55" --workspace ~/books --yes', effect: 'in another, without asking' },
    { line: 'baton do --plan meeting-with-yoav-1a2b3c', effect: 'what was planned and approved before' },
  ],
  load: async () => (await import('./do.ts')).doGoal,
};

/** `baton plan`. */
export const plan: CommandSpecification = {
  name: 'plan',
  positionals: ['GOAL|FILE|DEED', '[NAME]', '[OTHER]'],
  summary: 'Plan for a goal, keep plans, or show a definition by levels',
  details: [
    'GOAL, a sentence: shows the plan with what it takes, its risks and what asks, and keeps it as the next version of its name. FILE: a definition by levels; a task stands one level below the last of what it comes after. Levels are a picture of the order: an execution has no barriers.',
    'DEED is one of these. list: the kept plans. show NAME[:VERSION]: one of them. edit NAME[:VERSION] [FILE]: change it in your editor, or to what a file says; it becomes the next version. diff NAME[:VERSION] [NAME:VERSION]: what changed, and what of it has to be agreed to; without versions, the newest against the approved one. approve NAME[:VERSION]: it may be carried out by `baton do --plan` as long as nothing it rests on changes. revert NAME:VERSION: an earlier version becomes the newest again.',
  ],
  options: [
    { name: 'edit', summary: 'Open the plan in your editor before it is kept' },
    ...goalOptions,
    ...hostOptions,
  ],
  examples: [
    { line: 'baton plan "A launch campaign for three channels"', effect: 'what would be done, and what it takes' },
    { line: 'baton plan "Plan my retirement at 55" --edit', effect: 'change it first' },
    { line: 'baton plan edit launch-campaign-1a2b3c', effect: 'change it later' },
    { line: 'baton plan diff launch-campaign-1a2b3c', effect: 'what changed since it was approved' },
    { line: 'baton plan report.yaml --json | jq .levels[0]', effect: 'what of a definition begins at once' },
  ],
  load: async () => (await import('./plan.ts')).plan,
};
