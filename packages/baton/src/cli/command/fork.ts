import { retryPoint } from '@batonhq/core';
import { ConflictError } from '@batonhq/engine';
import { openToCommand } from '../../folder/open-to-command.ts';
import { readStory, type Story } from '../../folder/read-story.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { NotAllowedError } from '../argument/not-allowed-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { canAsk, confirm } from '../terminal/confirm.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { planBranch, planLines, taskMeant, type BranchPlan } from './branch-plan.ts';
import { operator } from './control.ts';

/** `baton fork ID [--from TASK]`. */
export const fork: Action = async (typed, terminal) => {
  const story = readStory(dataDirOf(typed), typed.positionals[0] ?? '');
  const from = typed.value('from');
  return branchOff(typed, terminal, planBranch(story, from === undefined ? null : taskMeant(story, from)));
};

/** `baton retry ID`. */
export const retry: Action = async (typed, terminal) => {
  const story = readStory(dataDirOf(typed), typed.positionals[0] ?? '');
  checkFaulted(story);
  return branchOff(typed, terminal, planBranch(story, retryPoint(story.events)));
};

function checkFaulted({ id, events }: Story): void {
  const end = events.at(-1)?.event.kind;
  if (end === 'execution.faulted') return;
  const stands = end === 'execution.completed' || end === 'execution.cancelled' ? end.slice(10) : 'not at its end';
  throw new ConflictError(
    'different-request',
    `only a faulted execution is retried, and ${id} is ${stands}: baton fork ${id} --from TASK goes on from any task`,
  );
}

async function branchOff(typed: Arguments, terminal: Terminal, plan: BranchPlan): Promise<ExitCode> {
  const given = typed.value('input');
  const input = given === undefined ? undefined : await readJsonArgument(given, '--input');
  if (typed.has('dry-run')) {
    if (terminal.json) terminal.data.line(plainJson(plan, 2));
    else for (const line of planLines(plan, terminal.data)) terminal.data.line(line);
    return exitCodes.ok;
  }
  for (const line of planLines(plan, terminal.talk)) terminal.talk.line(line);
  await agree(typed, plan);
  const key = typed.value('key');
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const id = await folder.door.branchOff({
      execution: plan.execution,
      user: operator(),
      ...(plan.from !== null && { from: plan.from }),
      ...(input !== undefined && { input }),
      ...(key !== undefined && { idempotencyKey: key }),
    });
    if (terminal.json) terminal.data.line(plainJson({ id, ...plan }));
    else terminal.data.line(plainLine(id));
    terminal.talk.line(`  look   baton show ${plainLine(id)} --follow${dataOption(typed)}`);
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
}

/** Effects are repeated only with a person's word: typed beforehand, or now. */
async function agree(typed: Arguments, { repeats, undone }: BranchPlan): Promise<void> {
  if (typed.has('yes') || repeats.length + undone.length === 0) return;
  const question = `Branch off and repeat ${repeats.length} outside ${repeats.length === 1 ? 'call' : 'calls'}?`;
  if (canAsk() && (await confirm(question))) return;
  throw new NotAllowedError(
    'nothing was branched off: nobody agreed that effects are repeated',
    'read the list above, then add --yes',
  );
}
