import type { CommandSpecification } from '../argument/command-specification.ts';

const webhooks: CommandSpecification = {
  name: 'webhooks',
  positionals: ['[list|set|remove]', '[NAME]'],
  summary: 'List, set and remove places where other services send signed messages',
  details: [
    'set NAME: from now on POST /api/webhooks/NAME of `baton serve` takes messages that are signed as Standard Webhooks says. --secret names the secret in the store (`baton secrets set`); twice while a service changes from one to the other.',
    'What comes of a message: an execution of --workflow with the message as input, or an event for whoever listens, of the type that the message names, or --event says.',
    'Asks the process that owns the folder.',
  ],
  options: [
    {
      name: 'secret',
      value: 'NAME',
      repeated: true,
      summary: 'set: what the messages are signed with, by its name in the store',
    },
    { name: 'workflow', value: 'NAMESPACE/NAME[:VERSION]', summary: 'set: start this published definition' },
    { name: 'event', value: 'TYPE', summary: 'set: publish an event of this type; `-` for the type in the message' },
  ],
  examples: [
    { line: 'baton webhooks set shop --secret shop-webhook --workflow shop/order', effect: 'an order is an execution' },
    { line: 'baton webhooks set shop --secret shop-webhook --event -', effect: 'what happens in the shop is heard' },
    { line: 'baton webhooks remove shop', effect: 'nobody is listened to there any more' },
  ],
  load: async () => (await import('./webhooks.ts')).webhooks,
};

/** Commands about messages of other services. */
export const webhookCommands: readonly CommandSpecification[] = [webhooks];
