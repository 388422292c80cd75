import type { CommandSpecification, OptionSpecification } from '../argument/command-specification.ts';

const replay: CommandSpecification = {
  name: 'replay',
  positionals: ['ID'],
  summary: 'Tell the story of an execution from its journal, or compare two points of it',
  details: [
    'Rebuilds every state from the events alone and compares the last one with the tables. Nothing is done again. Reads the journal, whoever owns the folder.',
    'With --from or --to it shows what differs between the two points: phase, context, tasks, what it waited for, messages, output, fault.',
  ],
  options: [
    { name: 'from', value: 'SEQ', summary: 'Compare from after this event (default: 0, before anything)' },
    { name: 'to', value: 'SEQ', summary: 'Compare with after this event (default: the last)' },
  ],
  examples: [
    { line: 'baton replay 01K…', effect: 'every event, numbered' },
    { line: 'baton replay 01K… --from 12 --to 20', effect: 'what changed between the two' },
    { line: 'baton replay 01K… --to 12 --json | jq .state', effect: 'the whole state after event 12' },
  ],
  load: async () => (await import('./replay.ts')).replay,
};

const branchOptions: readonly OptionSpecification[] = [
  { name: 'input', value: 'JSON|@file', summary: 'What flows into that task instead of what flowed in' },
  { name: 'yes', short: 'y', summary: 'Agree that the listed effects may be repeated' },
  { name: 'dry-run', summary: 'Only say what would be repeated' },
  { name: 'key', value: 'KEY', summary: 'Idempotency key: the same key branches off once' },
];

const fork: CommandSpecification = {
  name: 'fork',
  positionals: ['ID'],
  summary: 'Branch off: a new execution that goes on from a point of another one',
  details: [
    'What was done before the task, and beside it without needing it, counts as done. The task and all that comes after happens anew, with idempotency keys of its own and without approvals, locks, messages or budget of the original, which stays as it is.',
    'Says first which outside calls may be made again, and asks; where nobody can be asked, --yes is needed (else exit 4). Asks the process that owns the folder. Prints the id of the new execution.',
  ],
  options: [
    {
      name: 'from',
      value: 'TASK',
      summary: 'The task that begins anew: its reference, or its name where only one has it (default: everything)',
    },
    ...branchOptions,
  ],
  examples: [
    { line: 'baton fork 01K… --from pay --dry-run', effect: 'what would be repeated' },
    { line: `baton fork 01K… --from 'order/pay' --input '{"amount":5}' --yes`, effect: 'with other input' },
  ],
  load: async () => (await import('./fork.ts')).fork,
};

const retry: CommandSpecification = {
  name: 'retry',
  positionals: ['ID'],
  summary: 'Branch a faulted execution off where it faulted',
  details: [
    'The same as `baton fork` at the task that faulted, or, when work was undone after the fault, at the first task that was undone.',
  ],
  options: branchOptions,
  examples: [{ line: 'baton retry 01K… --yes', effect: 'goes on after the cause is mended' }],
  load: async () => (await import('./fork.ts')).retry,
};

/** Commands about the past of an execution. */
export const storyCommands: readonly CommandSpecification[] = [replay, fork, retry];
