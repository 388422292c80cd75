import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { looksLikeJson, readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { command } from './control.ts';

/** `baton signal ID NAME [JSON]`. */
export const signal: Action = async (typed, terminal) => {
  const [id = '', name = '', positional] = typed.positionals;
  const asOption = typed.values('data').filter(looksLikeJson);
  const [given, extra] = [...(positional === undefined ? [] : [positional]), ...asOption];
  if (extra !== undefined) throw new UsageError('there are two messages', `baton signal ${id} ${name} JSON`);
  const data = given === undefined ? undefined : await readJsonArgument(given, 'the message');
  const messageId = typed.value('id');
  const message = { name, ...(data !== undefined && { data }), ...(messageId !== undefined && { id: messageId }) };
  await command({ typed: withoutJsonFolders(typed), terminal, id }, (door) => door.signal(id, message));
  return exitCodes.ok;
};

/** A `--data` that is JSON is the message; any other names the folder. */
function withoutJsonFolders(typed: Arguments): Arguments {
  const folders = typed.values('data').filter((value) => !looksLikeJson(value));
  return { ...typed, value: (name) => (name === 'data' ? folders.at(-1) : typed.value(name)) };
}
