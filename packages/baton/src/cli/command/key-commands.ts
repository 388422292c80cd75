import type { CommandSpecification } from '../argument/command-specification.ts';

const keys: CommandSpecification = {
  name: 'keys',
  positionals: ['[list|add|revoke]', '[USER|ID]'],
  summary: 'List, make and revoke keys of the HTTP API',
  details: [
    'add USER: makes a key and shows it, this once. --role says what it may: viewer, operator, approver, developer or admin.',
    'revoke ID: the key is of no use any more, at once. ID is what `list` shows.',
    'A tenant comes into being with its first key. Asks the process that owns the folder.',
  ],
  options: [
    { name: 'role', value: 'ROLE', summary: 'add: what the key may (default: viewer)' },
    { name: 'tenant', value: 'NAME', summary: 'Whose keys (default: local)' },
    { name: 'note', value: 'TEXT', summary: 'add: what the key is for (default: made on the command line)' },
    { name: 'until', value: 'TIME', summary: 'add: when it ends, such as 2026-12-31 (default: never)' },
  ],
  examples: [
    { line: 'baton keys add dana --role operator', effect: 'dana starts and steers executions' },
    { line: 'baton keys add eve --role admin --tenant shop', effect: 'the first key of another tenant' },
    { line: 'baton keys revoke 3f2c9b1d0c44', effect: 'whoever has it is out' },
  ],
  load: async () => (await import('./keys.ts')).keys,
};

/** Commands about keys of the HTTP API. */
export const keyCommands: readonly CommandSpecification[] = [keys];
