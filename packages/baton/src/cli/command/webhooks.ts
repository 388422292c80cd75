import type { Json } from '@batonhq/core';
import type { Answer, Given } from '@batonhq/server/client';
import { askOwner } from '../../folder/ask-owner.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Webhook = Answer<'GET /api/webhooks'>['webhooks'][number];

const usage = 'baton webhooks [list], set NAME --secret NAME --workflow NAMESPACE/NAME, or remove NAME';

/** `baton webhooks [list|set|remove] [NAME]`. */
export const webhooks: Action = async (typed, terminal) => {
  const [what = 'list', name, ...more] = typed.positionals;
  const folder = dataDirOf(typed);
  if (more.length > 0) throw new UsageError(`${more.join(' ')} is one word too many`, usage);
  if (what === 'list' && name === undefined) {
    const answer = await askOwner(folder, (owner) => owner.call('GET /api/webhooks'));
    list(answer.webhooks, terminal);
  } else if (what === 'set' && name !== undefined) {
    const body = orderOf(name, typed);
    const webhook = await askOwner(folder, (owner) => owner.call('POST /api/webhooks', { body }));
    said({ ...webhook, missing: [...webhook.missing] }, takenText(name, webhook.missing), terminal);
  } else if (what === 'remove' && name !== undefined) {
    await askOwner(folder, (owner) => owner.call('DELETE /api/webhooks/{name}', { params: { name } }));
    said(null, `messages to ${name} are not taken any more`, terminal);
  } else throw new UsageError(`baton webhooks ${typed.positionals.join(' ')} does not exist`, usage);
  return exitCodes.ok;
};

/** A message that comes before all is there is refused, and its sender tries again. */
function takenText(name: string, missing: readonly string[]): string {
  if (missing.length === 0) return `messages to ${name} are taken`;
  return `the webhook ${name} is set, and its messages are taken once all is there: ${missing.join('; ')}`;
}

function orderOf(name: string, typed: Arguments): Given<'POST /api/webhooks'>['body'] {
  const [workflow, event] = [typed.value('workflow'), typed.value('event')];
  if ((workflow === undefined) === (event === undefined))
    throw new UsageError('say what comes of a message: either --workflow or --event', usage);
  const does = workflow === undefined ? { event: event === '-' ? {} : { type: event ?? '' } } : { workflow };
  return { name, secrets: [...typed.values('secret')], ...does };
}

function list(found: readonly Webhook[], { json, data, talk }: Terminal): void {
  if (json) return data.line(plainJson([...found], 2));
  if (found.length === 0) talk.line(`No messages are taken. ${usage}`);
  for (const webhook of found) data.line(plainLine(lineOf(webhook)));
}

function lineOf({ name, secrets, workflow, event }: Webhook): string {
  const does = workflow === undefined ? `publishes ${event?.type ?? 'the type that it names'}` : `starts ${workflow}`;
  return `${name}  ${does}  signed with ${secrets.join(', ')}`;
}

function said(answer: Json, text: string, { json, data, talk }: Terminal): void {
  if (json) data.line(plainJson(answer));
  else talk.line(plainLine(text));
}
