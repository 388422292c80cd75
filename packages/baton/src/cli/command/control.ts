import { userInfo } from 'node:os';
import type { Commanding } from '../../folder/doors.ts';
import { openToCommand } from '../../folder/open-to-command.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** `baton pause|resume|cancel ID`. */
export const control: Action = async (typed, terminal) => {
  const [id = ''] = typed.positionals;
  await command(typed, async (door) => {
    const by = operator();
    if (typed.command.name === 'pause') await door.pause(id, by);
    else if (typed.command.name === 'resume') await door.resume(id, by);
    else await door.cancel(id, by);
    await printPhase(door, id, terminal);
  });
  return exitCodes.ok;
};

/** Asks the owner of the folder to do something. */
export async function command(typed: Arguments, order: (door: Commanding) => Promise<void>): Promise<void> {
  const folder = await openToCommand(dataDirOf(typed));
  try {
    await order(folder.door);
  } finally {
    await folder.close();
  }
}

/** Says where an execution stands after an order. */
export async function printPhase(door: Commanding, id: string, terminal: Terminal): Promise<void> {
  const { view } = await door.details(id);
  if (terminal.json) terminal.data.line(plainJson({ id, phase: view.phase, substate: view.substate }));
  else terminal.talk.line(`${plainLine(id)} is ${view.phase}${view.substate === null ? '' : `, ${view.substate}`}`);
}

/** Who gives the order, as the system knows them: it is recorded. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return 'local';
  }
}
