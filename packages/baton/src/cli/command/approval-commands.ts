import type { CommandSpecification } from '../argument/command-specification.ts';

const approvals: CommandSpecification = {
  name: 'approvals',
  positionals: ['[ID]'],
  summary: 'List what people are asked before it is done',
  details: [
    'Each entry is a call that waits for a yes: what it is, its arguments, why people are asked, who may answer, and until when. With the ID of an execution or of an approval, only that, with all arguments.',
  ],
  options: [
    {
      name: 'input',
      value: 'JSON|@file',
      summary: 'Change what the function or workflow is given; people are asked anew, about that',
    },
    { name: 'comment', value: 'TEXT', summary: 'With --input: why it was changed' },
  ],
  examples: [
    { line: 'baton approvals', effect: 'what waits for an answer' },
    { line: `baton approvals --json | jq -r '.[].id'`, effect: 'ids for a script' },
    {
      line: `baton approvals 3f9c01aa --input '{"to":"ada@example.com"}'`,
      effect: 'another recipient, another question',
    },
  ],
  load: async () => (await import('./approvals.ts')).approvals,
};

const named =
  'ID is that of the approval, its last eight letters, or that of an execution with one open approval. The answer is recorded with who gave it, and holds for exactly this call. Given a second time it is a conflict (exit 5).';

const approve: CommandSpecification = {
  name: 'approve',
  positionals: ['ID'],
  summary: 'Say yes to a call that waits for approval',
  details: [named],
  options: [{ name: 'comment', value: 'TEXT', summary: 'What should be remembered with the answer' }],
  examples: [{ line: 'baton approve 3f9c01aa', effect: 'it is done, as it was shown' }],
  load: async () => (await import('./approvals.ts')).approve,
};

const deny: CommandSpecification = {
  name: 'deny',
  positionals: ['ID'],
  summary: 'Say no to a call that waits for approval',
  details: [named, 'The call faults with the reason (status 403); a try may catch that.'],
  options: [{ name: 'reason', value: 'TEXT', summary: 'Why not; needed' }],
  examples: [{ line: `baton deny 3f9c01aa --reason 'not before Monday'`, effect: 'the call is not made' }],
  load: async () => (await import('./approvals.ts')).deny,
};

const revise: CommandSpecification = {
  name: 'revise',
  positionals: ['ID', 'FILE'],
  summary: 'Ask people whether an execution shall go on by another definition',
  details: [
    'What has started or ended stands in FILE as it is; what has not started may be anything, and so may tasks of a plan that failed. The difference is shown, and nothing changes before somebody says baton approve.',
  ],
  options: [{ name: 'because', value: 'TEXT', summary: 'Why; shown with the difference' }],
  examples: [
    { line: `baton revise 3f2c plan.yaml --because 'no train runs'`, effect: 'shows what would change, and asks' },
  ],
  load: async () => (await import('./revise.ts')).revise,
};

/** Commands about what people are asked. */
export const approvalCommands: readonly CommandSpecification[] = [approvals, approve, deny, revise];
