import type { CommandSpecification } from '../argument/command-specification.ts';

const schedules: CommandSpecification = {
  name: 'schedules',
  positionals: ['[list|show|next|pause|resume|trigger|delete]', '[ID]'],
  summary: 'List and steer what starts executions by itself',
  details: [
    'Publishing a definition with a `schedule` makes one: `baton define FILE`. Its ID is NAMESPACE/NAME.',
    'list: all of them, and when they start executions next. show ID: one of them, with what happened lately. next ID: its next occurrences, in its zone and in UTC.',
    'pause and resume: what passes during a pause is not made up for. trigger: an execution now, also during a pause; prints its id. delete: ends it until the definition is published again. These ask the process that owns the folder.',
  ],
  options: [
    { name: 'count', value: 'COUNT', summary: 'next: so many occurrences (default: 10); show: so many facts' },
    { name: 'input', value: 'JSON|@file', summary: 'trigger: what flows in, instead of what the schedule gives' },
    { name: 'key', value: 'KEY', summary: 'trigger: the same key starts one execution, however often it is sent' },
  ],
  examples: [
    { line: 'baton schedules', effect: 'what starts by itself, and when' },
    { line: 'baton schedules next shop/report --count 5', effect: 'its next five occurrences' },
    { line: 'baton schedules pause shop/report', effect: 'starts no more executions' },
    { line: 'baton schedules trigger shop/report', effect: 'starts one now' },
    { line: `baton schedules --json | jq '.[].nextAt'`, effect: 'for a script' },
  ],
  load: async () => (await import('./schedules.ts')).schedules,
};

/** Commands about schedules. */
export const scheduleCommands: readonly CommandSpecification[] = [schedules];
