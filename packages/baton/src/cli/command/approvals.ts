import type { PendingApproval } from '@batonhq/core';
import { NotFoundError, type ApprovalReading } from '@batonhq/engine';
import { openToCommand } from '../../folder/open-to-command.ts';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Commanding } from '../../folder/doors.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { approvalLines } from '../progress/approval-lines.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';

/** `baton approvals [ID] [--input JSON|@file]`. */
export const approvals: Action = (typed, terminal) =>
  typed.has('input') ? amend(typed, terminal) : show(typed, terminal);

const show: Action = async (typed, { data, talk, json }) => {
  const [id] = typed.positionals;
  const folder = await openToRead(dataDirOf(typed));
  try {
    const all = await folder.door.approvals.list();
    const found = id === undefined ? all : all.filter((one) => isNamed(one, id));
    if (id !== undefined && found.length === 0) throw new NotFoundError(`nobody waits for an answer to ${id}`);
    if (json) data.line(plainJson([...found], 2));
    else if (found.length === 0) talk.line('nothing waits for approval');
    else {
      const options = { now: Date.now(), paint: data.paint, columns: data.columns, isWhole: id !== undefined };
      for (const one of found) for (const line of approvalLines(one, options)) data.line(line);
    }
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
};

const amend: Action = async (typed, terminal) => {
  const [named] = typed.positionals;
  if (named === undefined) throw new UsageError('which call?', 'baton approvals ID --input JSON');
  const input = await readJsonArgument(typed.value('input') ?? '', '--input');
  const comment = typed.value('comment');
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const replaced = await resolved(named, folder.door.approvals);
    const change = { by: operator(), input, ...(comment !== undefined && { comment }) };
    const id = await folder.door.approvals.amend(replaced, change);
    if (terminal.json) terminal.data.line(plainJson({ id, replaced }));
    else terminal.talk.line(`${plainLine(id)} asks about the changed call`);
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
};

/** `baton approve ID [--comment TEXT]`. */
export const approve: Action = (typed, terminal) =>
  answer({ typed, terminal, word: 'approved' }, (door, id) => {
    const comment = typed.value('comment');
    return door.approvals.approve(id, { by: operator(), ...(comment !== undefined && { comment }) });
  });

/** `baton deny ID --reason TEXT`. */
export const deny: Action = async (typed, terminal) => {
  const comment = typed.value('reason');
  if (comment === undefined || comment === '')
    throw new UsageError('why not?', `--reason TEXT: whoever wrote the workflow is told`);
  return answer({ typed, terminal, word: 'denied' }, (door, id) =>
    door.approvals.deny(id, { by: operator(), comment }),
  );
};

interface Answering {
  readonly typed: Arguments;
  readonly terminal: Terminal;
  readonly word: string;
}

async function answer(
  { typed, terminal, word }: Answering,
  give: (door: Commanding, id: string) => Promise<void>,
): ReturnType<Action> {
  const [named = ''] = typed.positionals;
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const id = await resolved(named, folder.door.approvals);
    await give(folder.door, id);
    if (terminal.json) terminal.data.line(plainJson({ id, decision: word }));
    else terminal.talk.line(`${plainLine(id)} is ${word}`);
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
}

/** A whole id is taken as it is: what was answered before has to be told by whoever knows it. */
async function resolved(named: string, approvals: ApprovalReading): Promise<string> {
  if (/:[0-9a-f]{8}$/.test(named)) return named;
  const found = (await approvals.list()).filter((one) => isNamed(one, named));
  const [only] = found;
  if (only === undefined) throw new NotFoundError(`nobody waits for an answer to ${named}`);
  if (found.length === 1) return only.id;
  throw new UsageError(`${named} could be ${found.length} approvals`, found.map(({ id }) => id).join(', '));
}

function isNamed({ id, execution }: PendingApproval, named: string): boolean {
  return id === named || execution === named || id.endsWith(`:${named}`);
}
