import type { CommandSpecification } from '../argument/command-specification.ts';
import { hostOptions } from './host-options.ts';
import { doGoal, plan } from './plan-commands.ts';

const run: CommandSpecification = {
  name: 'run',
  positionals: ['FILE'],
  summary: 'Start an execution of a definition and follow it to its end',
  details: [
    'FILE is YAML or JSON, or a module (.ts, .js) that exports a definition.',
    'Hosts the engine when no other process owns the data folder; then unfinished executions of the folder go on too. Otherwise it asks the owner.',
    'Prints the output of the execution; with --json one object { id, phase, output?, fault? }. Ctrl-C stops the process, not the execution: --continue takes it up again.',
  ],
  options: [
    { name: 'input', value: 'JSON|@file', summary: 'What flows in (default: {}); @- reads standard input' },
    { name: 'continue', summary: 'Go on with the unfinished execution of the same file and input, if there is one' },
    {
      name: 'key',
      value: 'KEY',
      summary: 'Idempotency key: the same key starts one execution, however often it is sent',
    },
    { name: 'budget', value: 'LIMITS', summary: 'What it may spend: money=2.50,tokens=200000,calls=50,time=10m' },
    { name: 'timeout', value: 'DURATION', summary: 'Stop following after 30s, 5m, 2h (exit 6); the execution stays' },
    ...hostOptions,
  ],
  examples: [
    { line: 'baton run report.yaml', effect: 'runs a definition' },
    { line: `baton run report.yaml --input '{"folder":"docs"}'`, effect: 'with input' },
    { line: 'baton run report.yaml --functions ./functions.ts --continue', effect: 'goes on after a crash or Ctrl-C' },
    { line: 'baton run report.yaml --json --quiet | jq .output', effect: 'in a script' },
  ],
  load: async () => (await import('./run.ts')).run,
};

const validate: CommandSpecification = {
  name: 'validate',
  positionals: ['FILE'],
  summary: 'Check a definition without running it',
  details: [
    'Lists every problem with its place, and what would be right. Exit code 2 when there is one. --json adds the dependency levels.',
  ],
  options: [],
  examples: [
    { line: 'baton validate report.yaml', effect: 'all problems at once' },
    { line: 'baton validate report.yaml --json | jq .levels', effect: 'which tasks may begin together' },
  ],
  load: async () => (await import('./validate.ts')).validate,
};

const list: CommandSpecification = {
  name: 'list',
  positionals: [],
  summary: 'List executions, newest first',
  options: [
    { name: 'phase', value: 'PHASE', repeated: true, summary: 'Only running, waiting, suspended, completed, …' },
    { name: 'name', value: '[NAMESPACE/]NAME[:VERSION]', summary: 'Only executions of this definition' },
    { name: 'text', value: 'TEXT', summary: 'Only with this text in id, names, input, output or fault' },
    { name: 'since', value: 'TIME', summary: 'Started at or after: 2h (ago), 2026-03-01T14:05:00Z' },
    { name: 'until', value: 'TIME', summary: 'Started before' },
    { name: 'limit', value: 'COUNT', summary: 'At most so many (default: 20)' },
    { name: 'before', value: 'ID', summary: 'Older ones than this, to turn the page' },
    { name: 'watch', short: 'w', summary: 'Stay and show what changes, until Ctrl-C' },
  ],
  examples: [
    { line: 'baton list --phase faulted --since 24h', effect: 'what went wrong today' },
    { line: 'baton list --text order-4711', effect: 'who dealt with it' },
    { line: 'baton list --phase running,waiting --watch', effect: 'what is open, live' },
    { line: `baton list --json | jq -r '.[].id'`, effect: 'ids for a script' },
  ],
  load: async () => (await import('./list.ts')).list,
};

const show: CommandSpecification = {
  name: 'show',
  positionals: ['ID'],
  summary: 'Show an execution: how far it is, what it waits for, its tasks',
  details: ['--json adds waitingFor, and tasks in the order they started.'],
  options: [{ name: 'follow', short: 'f', summary: 'Stay and draw its progress until it ends' }],
  examples: [
    { line: 'baton show 01K…', effect: 'the execution, its output or its fault' },
    { line: `baton show 01K… --json | jq '.tasks[] | select(.phase == "faulted")'`, effect: 'for a script' },
  ],
  load: async () => (await import('./show.ts')).show,
};

const control = (name: 'pause' | 'resume' | 'cancel', summary: string): CommandSpecification => ({
  name,
  positionals: ['ID'],
  summary,
  options: [],
  examples: [{ line: `baton ${name} 01K…`, effect: 'asks the process that owns the folder' }],
  load: async () => (await import('./control.ts')).control,
});

const signal: CommandSpecification = {
  name: 'signal',
  positionals: ['ID', 'NAME', '[JSON]'],
  summary: 'Send a message to an execution',
  details: [
    'The message is JSON, @file, or @- for standard input; a listen task or ctx.waitFor of that name takes it. `--data JSON` gives the message too: a --data that is JSON is the message, any other the folder.',
  ],
  options: [{ name: 'id', value: 'ID', summary: 'Identifies the message: sent twice, it arrives once' }],
  examples: [
    { line: `baton signal 01K… approved '{"by":"ada"}'`, effect: 'wakes a task that listens for `approved`' },
    { line: 'baton signal 01K… document @letter.json', effect: 'a message from a file' },
  ],
  load: async () => (await import('./signal.ts')).signal,
};

const settle: CommandSpecification = {
  name: 'settle',
  positionals: ['ID', 'STEP'],
  summary: 'Say what became of a step whose effect is uncertain',
  details: [
    '`baton show ID` names such a step, why it is uncertain, and its STEP. Give exactly one of the first three.',
  ],
  options: [
    { name: 'completed', value: 'JSON|@file', summary: 'It happened; this is its output' },
    { name: 'failed', summary: 'It did not happen, and counts as failed' },
    { name: 'repeat', summary: 'It did not happen; do it again' },
    { name: 'reason', value: 'TEXT', summary: 'Why it failed, for --failed' },
  ],
  examples: [
    { line: `baton settle 01K… pay --completed '{"receipt":17}'`, effect: 'the payment went through' },
    { line: 'baton settle 01K… pay --repeat', effect: 'it did not; pay' },
  ],
  load: async () => (await import('./settle.ts')).settle,
};

/** Commands about executions. */
export const executionCommands: readonly CommandSpecification[] = [
  run,
  doGoal,
  plan,
  validate,
  list,
  show,
  control('pause', 'Suspend an execution: nothing new starts until it is resumed'),
  control('resume', 'Let a suspended execution go on'),
  control('cancel', 'End an execution, undoing what knows how to be undone'),
  signal,
  settle,
];
