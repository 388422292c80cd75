import type { CommandSpecification } from '../argument/command-specification.ts';

const context: CommandSpecification = {
  name: 'context',
  positionals: ['[list|get|set|history]', '[KEY]', '[VALUE]'],
  summary: 'Show and change the values that executions and agents share',
  details: [
    'Each value has a version, who wrote it, and where it came from: user, tool, web, model, workflow.',
    'set KEY VALUE (JSON, or text that is none): replacing a value needs the version you read (--expected); --merge joins it with what is there. Asks the process that owns the folder. What was refused because somebody else wrote meanwhile is recorded, and listed until it is settled (--resolves).',
  ],
  options: [
    { name: 'scope', value: 'SCOPE', summary: 'tenant (default for set), execution:ID or project:NAME' },
    { name: 'expected', value: 'VERSION', summary: 'set: the version that you read (default: 0, there was none)' },
    { name: 'merge', value: 'RULE', summary: 'set: add, append, union, fields, max or min' },
    { name: 'resolves', value: 'NUMBER', repeated: true, summary: 'set: a conflict that this settles' },
  ],
  examples: [
    { line: 'baton context', effect: 'what is shared, by whom it was written, and whence it came' },
    { line: 'baton context set tone formal', effect: 'for everybody to read' },
    { line: 'baton context set tone friendly --expected 1', effect: 'another one, if nobody changed it meanwhile' },
    { line: 'baton context history tone', effect: 'who wrote what, and what was refused' },
  ],
  load: async () => (await import('./context.ts')).context,
};

const messages: CommandSpecification = {
  name: 'messages',
  positionals: ['[list|send]', '[AGENT]', '[BODY]'],
  summary: 'List messages to agents, and write to one',
  details: [
    'A message waits until an execution has dealt with it: waiting, delivered, acknowledged, or abandoned after five that did not.',
    'send AGENT BODY (JSON, or text that is none): the agent gets it when it looks for its messages. Asks the process that owns the folder.',
  ],
  options: [
    { name: 'status', value: 'STATUS', summary: 'list: waiting, delivered, acknowledged or abandoned' },
    { name: 'limit', value: 'N', summary: 'list: at most so many (default: 100)' },
    { name: 'type', value: 'TYPE', summary: 'send: what it is (default: request)' },
    { name: 'id', value: 'ID', summary: 'send: the same id again is the same message' },
  ],
  examples: [
    { line: 'baton messages', effect: 'the latest, to all agents' },
    { line: 'baton messages list editor --status waiting', effect: 'what one of them has not looked at' },
    { line: `baton messages send editor 'Shorten the second part'`, effect: 'it waits in its mailbox' },
  ],
  load: async () => (await import('./messages.ts')).messages,
};

/** Commands about what is shared. */
export const contextCommands: readonly CommandSpecification[] = [context, messages];
