import type { MessageStatus, MessageView } from '@batonhq/engine';
import { openShared, openSharedToRead } from '../../folder/open-shared.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { jsonOrText } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

const statuses: readonly MessageStatus[] = ['waiting', 'delivered', 'acknowledged', 'abandoned'];

/** `baton messages`. */
export const messages: Action = async (typed, terminal) => {
  const [what = 'list'] = typed.positionals;
  if (what === 'list') await list(typed, terminal);
  else if (what === 'send') await send(typed, terminal);
  else throw new UsageError(`baton messages ${what} does not exist`, 'list, or send AGENT BODY');
  return exitCodes.ok;
};

async function list(typed: Arguments, { json, data, talk }: Terminal): Promise<void> {
  const [, agent] = typed.positionals;
  const status = statusIn(typed.value('status'));
  const limit = typed.value('limit');
  if (limit !== undefined && !/^[1-9]\d{0,3}$/.test(limit)) throw new UsageError(`--limit ${limit}`, '--limit 20');
  const found = await openSharedToRead(dataDirOf(typed), ({ messagesOf }) =>
    messagesOf({
      tenant: 'local',
      ...(agent !== undefined && { agent }),
      ...(status !== null && { status }),
      ...(limit !== undefined && { limit: Number(limit) }),
    }),
  );
  if (json) data.line(plainJson(found, 2));
  else if (found.length === 0) talk.line('No message. Write one: baton messages send AGENT BODY');
  else for (const message of found) data.line(lineOf(message));
}

async function send(typed: Arguments, { json, data, talk }: Terminal): Promise<void> {
  const [, to, given] = typed.positionals;
  if (to === undefined || given === undefined)
    throw new UsageError('baton messages send needs an agent and a body', 'baton messages send AGENT BODY');
  const [type, id] = [typed.value('type'), typed.value('id')];
  const body = await jsonOrText(given);
  const { messages: door } = await openShared(dataDirOf(typed));
  const sent = await door.send({ to, body, ...(type !== undefined && { type }), ...(id !== undefined && { id }) });
  if (json) data.line(plainJson(sent));
  else talk.line(plainLine(sent.isNew ? `${sent.id} waits for ${to}` : `${sent.id} was sent before`));
}

function statusIn(text: string | undefined): MessageStatus | null {
  if (text === undefined) return null;
  const status = statuses.find((one) => one === text);
  if (status === undefined) throw new UsageError(`--status ${text} does not exist`, `one of ${statuses.join(', ')}`);
  return status;
}

function lineOf({ id, at, from, to, type, status, body }: MessageView): string {
  const words = JSON.stringify(body).slice(0, 80);
  return plainLine(`${new Date(at).toISOString()}  ${id}  ${from} to ${to}  ${type}  ${status}  ${words}`);
}
