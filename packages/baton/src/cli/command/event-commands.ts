import type { CommandSpecification } from '../argument/command-specification.ts';

const event: CommandSpecification = {
  name: 'event',
  positionals: ['publish|list|replay', '[EVENT|ID]'],
  summary: 'Publish CloudEvents, list those that are kept, bring them again',
  details: [
    'publish EVENT: a CloudEvent as JSON, @file or @-; with --type the argument is the data alone. Every execution that listens hears it once; the same source and id again changes nothing. Prints the number of the event.',
    'list: kept events, oldest first. Reads the journal when nobody owns the folder.',
    'replay ID: brings kept events to an execution that listens, those first that came first. Prints how many it was offered.',
  ],
  options: [
    { name: 'type', value: 'TYPE', summary: 'The type; to look for, also with * at its end' },
    { name: 'source', value: 'URI', summary: 'The source (to publish, default: /baton/cli)' },
    { name: 'subject', value: 'TEXT', summary: 'The subject' },
    { name: 'id', value: 'ID', summary: 'To publish: the id of the event (default: a new one)' },
    { name: 'since', value: 'TIME', summary: 'Published since then: 2h, 3d, or a time' },
    { name: 'after', value: 'NUMBER', summary: 'Published after the event of this number' },
    { name: 'limit', value: 'NUMBER', summary: 'At most so many (default: 100)' },
  ],
  examples: [
    { line: `baton event publish '{"amount":5}' --type order.paid`, effect: 'wakes every listen for order.paid' },
    { line: 'baton event publish @order.json', effect: 'a whole CloudEvent from a file' },
    { line: `baton event list --type 'order.*' --since 2h`, effect: 'what was published lately' },
    { line: 'baton event replay 01K… --type order.paid', effect: 'brings it to an execution that missed it' },
  ],
  load: async () => (await import('./event.ts')).event,
};

/** Commands about the event bus. */
export const eventCommands: readonly CommandSpecification[] = [event];
