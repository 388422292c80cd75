import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { EventFilter, KeptEvent } from '@batonhq/engine';
import { openToCommand } from '../../folder/open-to-command.ts';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { instantOf } from '../argument/instant.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { instantText } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** `baton event publish|list|replay`. */
export const event: Action = async (typed, terminal) => {
  const [what = '', argument] = typed.positionals;
  if (what === 'publish') await publish(await eventOf(typed, argument), typed, terminal);
  else if (what === 'list') await list(typed, terminal);
  else if (what === 'replay') await replay(argument, typed, terminal);
  else throw new UsageError(`baton event ${what} does not exist`, 'baton event publish, list or replay');
  return exitCodes.ok;
};

async function publish(wanted: JsonObject, typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const published = await folder.door.publishEvent(wanted);
    const { number, isKnown } = published;
    if (terminal.json) terminal.data.line(plainJson({ ...published }));
    else terminal.data.line(String(number));
    if (isKnown) terminal.talk.line(`it was published before, as number ${number}: nothing happened`);
  } finally {
    await folder.close();
  }
}

/** The event as it was typed: whole, or its data with the rest in options. */
async function eventOf(typed: Arguments, argument: string | undefined): Promise<JsonObject> {
  const given = argument === undefined ? undefined : await readJsonArgument(argument, 'the event');
  const attributes = Object.fromEntries(
    ['type', 'source', 'subject', 'id'].flatMap((name) => {
      const value = typed.value(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  if (typed.value('type') === undefined) return wholeEvent(given, attributes);
  return { source: '/baton/cli', ...attributes, ...(given !== undefined && { data: given }) };
}

function wholeEvent(given: Json | undefined, attributes: JsonObject): JsonObject {
  if (isJsonObject(given)) return { ...given, ...attributes };
  throw new UsageError('there is no CloudEvent to publish', `baton event publish '{"amount":5}' --type order.paid`);
}

async function list(typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = await openToRead(dataDirOf(typed));
  try {
    const events = await folder.door.publishedEvents(filterOf(typed));
    if (terminal.json) terminal.data.line(plainJson(events, 2));
    else if (events.length === 0) terminal.talk.line('No events are kept that fit.');
    else for (const kept of events) terminal.data.line(lineOf(kept));
  } finally {
    await folder.close();
  }
}

function lineOf({ number, at, event: { type, source, id, data } }: KeptEvent): string {
  const told = data === undefined ? '' : `  ${plainLine(JSON.stringify(data)).slice(0, 60)}`;
  return `${String(number).padStart(6)}  ${instantText(at)}  ${plainLine(type)}  ${plainLine(source)}  ${plainLine(id)}${told}`;
}

async function replay(id: string | undefined, typed: Arguments, terminal: Terminal): Promise<void> {
  if (id === undefined) throw new UsageError('an execution is missing', 'baton event replay ID');
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const offered = await folder.door.replayEvents({ ...filterOf(typed), execution: id });
    if (terminal.json) terminal.data.line(plainJson({ id, offered }));
    else terminal.data.line(String(offered));
  } finally {
    await folder.close();
  }
}

function filterOf(typed: Arguments): EventFilter {
  const since = instantOf(typed, 'since', Date.now());
  const texts = ['type', 'source', 'subject'].flatMap((name) => {
    const value = typed.value(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const numbers = ['after', 'limit'].flatMap((name) => {
    const value = typed.value(name);
    return value === undefined ? [] : [[name, numberOf(name, value)] as const];
  });
  return { ...Object.fromEntries(texts), ...Object.fromEntries(numbers), ...(since !== undefined && { since }) };
}

function numberOf(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${name} is a number, not ${value}`);
  return Number(value);
}
