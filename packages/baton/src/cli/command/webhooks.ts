import { isJsonObject, type Json } from '@batonhq/core';
import { askOwner } from '../../folder/ask-owner.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

const path = '/api/webhooks';
const usage = 'baton webhooks [list], set NAME --secret NAME --workflow NAMESPACE/NAME, or remove NAME';

/** `baton webhooks [list|set|remove] [NAME]`. */
export const webhooks: Action = async (typed, terminal) => {
  const [what = 'list', name, ...more] = typed.positionals;
  const folder = dataDirOf(typed);
  if (more.length > 0) throw new UsageError(`${more.join(' ')} is one word too many`, usage);
  if (what === 'list' && name === undefined) list(await askOwner(folder, { path }), terminal);
  else if (what === 'set' && name !== undefined)
    said(
      await askOwner(folder, { method: 'POST', path, body: orderOf(name, typed) }),
      `messages to ${name} are taken`,
      terminal,
    );
  else if (what === 'remove' && name !== undefined)
    said(
      await askOwner(folder, { method: 'DELETE', path: `${path}/${encodeURIComponent(name)}` }),
      `messages to ${name} are not taken any more`,
      terminal,
    );
  else throw new UsageError(`baton webhooks ${typed.positionals.join(' ')} does not exist`, usage);
  return exitCodes.ok;
};

function orderOf(name: string, typed: Arguments) {
  const [workflow, event] = [typed.value('workflow'), typed.value('event')];
  if ((workflow === undefined) === (event === undefined))
    throw new UsageError('say what comes of a message: either --workflow or --event', usage);
  const does = workflow === undefined ? { event: event === '-' ? {} : { type: event ?? '' } } : { workflow };
  return { name, secrets: [...typed.values('secret')], ...does };
}

function list(answer: Json, { json, data, talk }: Terminal): void {
  const found = isJsonObject(answer) && Array.isArray(answer['webhooks']) ? answer['webhooks'] : [];
  if (json) return data.line(plainJson(found, 2));
  if (found.length === 0) talk.line(`No messages are taken. ${usage}`);
  for (const webhook of found) if (isJsonObject(webhook)) data.line(plainLine(lineOf(webhook)));
}

function lineOf({ name, secrets, workflow, event }: Readonly<Record<string, Json>>): string {
  const type = event !== undefined && isJsonObject(event) ? textIn(event['type'], 'the type that it names') : '';
  const does = workflow === undefined ? `publishes ${type}` : `starts ${textIn(workflow)}`;
  return `${textIn(name)}  ${does}  signed with ${Array.isArray(secrets) ? secrets.join(', ') : ''}`;
}

function textIn(value: Json | undefined, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

function said(answer: Json, text: string, { json, data, talk }: Terminal): void {
  if (json) data.line(plainJson(answer));
  else talk.line(plainLine(text));
}
