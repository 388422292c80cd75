import { userInfo } from 'node:os';
import type { Commanding } from '../../folder/doors.ts';
import { openToCommand } from '../../folder/open-to-command.ts';
import { readDetails } from '../../folder/read-details.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** `baton pause|resume|cancel ID`. */
export const control: Action = async (typed, terminal) => {
  const [id = ''] = typed.positionals;
  await command({ typed, terminal, id }, (door) => {
    const by = operator();
    if (typed.commandName === 'pause') return door.pause(id, by);
    return typed.commandName === 'resume' ? door.resume(id, by) : door.cancel(id, by);
  });
  return exitCodes.ok;
};

/** An order about an execution, as it was typed. */
export interface Order {
  readonly typed: Arguments;
  readonly terminal: Terminal;
  readonly id: string;
}

/** Asks the owner of the folder to do something, and says where the execution stands after it. */
export async function command(
  { typed, terminal, id }: Order,
  give: (door: Commanding) => Promise<void>,
): Promise<void> {
  const dataDir = dataDirOf(typed);
  const folder = await openToCommand(dataDir);
  try {
    await give(folder.door);
    const { view } = await readDetails(dataDir, folder, id);
    if (terminal.json) terminal.data.line(plainJson({ id, phase: view.phase, substate: view.substate }));
    else terminal.talk.line(`${plainLine(id)} is ${view.phase}${view.substate === null ? '' : `, ${view.substate}`}`);
  } finally {
    await folder.close();
  }
}

/** Who gives the order, as the system knows them: it is recorded. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return 'local';
  }
}
