import type { CommandSpecification, OptionSpecification } from './argument/command-specification.ts';
import type { Grammar } from './argument/parse-arguments.ts';
import { agentCommands } from './command/agent-commands.ts';
import { budgetCommands } from './command/budget-commands.ts';
import { approvalCommands } from './command/approval-commands.ts';
import { contextCommands } from './command/context-commands.ts';
import { eventCommands } from './command/event-commands.ts';
import { executionCommands } from './command/execution-commands.ts';
import { folderCommands } from './command/folder-commands.ts';
import { keyCommands } from './command/key-commands.ts';
import { limitCommands } from './command/limit-commands.ts';
import { scheduleCommands } from './command/schedule-commands.ts';
import { secretCommands } from './command/secret-commands.ts';
import { storyCommands } from './command/story-commands.ts';
import { webhookCommands } from './command/webhook-commands.ts';

/** Options that every command takes. */
const common: readonly OptionSpecification[] = [
  { name: 'data', value: 'DIR', summary: 'The data folder (default: .baton)' },
  { name: 'json', summary: 'Print data as JSON on standard output' },
  { name: 'quiet', short: 'q', summary: 'Print data only, no progress and no talk' },
  { name: 'no-color', summary: 'No colours; the variable NO_COLOR does the same' },
  { name: 'help', short: 'h', summary: 'Explain the command' },
  { name: 'version', short: 'v', summary: 'Print the version' },
];

const help: CommandSpecification = {
  name: 'help',
  positionals: ['[COMMAND]'],
  summary: 'Explain a command, with examples',
  options: [],
  examples: [{ line: 'baton help run', effect: 'what `run` takes, and what it prints' }],
  load: async () => (await import('./command/help.ts')).helpOn(grammar),
};

const completion: CommandSpecification = {
  name: 'completion',
  positionals: ['SHELL'],
  summary: 'Print a script that teaches a shell to complete baton: bash, zsh or fish',
  options: [],
  examples: [
    { line: 'baton completion bash >> ~/.bashrc', effect: 'for bash' },
    { line: 'baton completion zsh > "${fpath[1]}/_baton"', effect: 'for zsh' },
    { line: 'baton completion fish > ~/.config/fish/completions/baton.fish', effect: 'for fish' },
  ],
  load: async () => (await import('./command/completion.ts')).completionOf(grammar),
};

/** All that `baton` understands, in the order help lists it. */
export const grammar: Grammar = {
  commands: [
    ...executionCommands,
    ...approvalCommands,
    ...storyCommands,
    ...eventCommands,
    ...webhookCommands,
    ...scheduleCommands,
    ...agentCommands,
    ...contextCommands,
    ...budgetCommands,
    ...limitCommands,
    ...secretCommands,
    ...keyCommands,
    ...folderCommands,
    completion,
    help,
  ],
  common,
};
