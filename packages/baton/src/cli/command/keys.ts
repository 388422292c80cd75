import { isJsonObject, type Json } from '@batonhq/core';
import { askOwner } from '../../folder/ask-owner.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

const path = '/api/keys';
const usage = 'baton keys [list], add USER --role ROLE, or revoke ID';

/** `baton keys [list|add|revoke] [USER|ID]`. */
export const keys: Action = async (typed, terminal) => {
  const [what = 'list', named, ...more] = typed.positionals;
  const folder = dataDirOf(typed);
  const query = queryOf(typed.value('tenant'));
  if (more.length > 0) throw new UsageError(`${more.join(' ')} is one word too many`, usage);
  if (what === 'list' && named === undefined) list(await askOwner(folder, { path: path + query }), terminal);
  else if (what === 'add' && named !== undefined)
    made(await askOwner(folder, { method: 'POST', path, body: orderOf(named, typed) }), terminal);
  else if (what === 'revoke' && named !== undefined) {
    await askOwner(folder, { method: 'DELETE', path: `${path}/${encodeURIComponent(named)}${query}` });
    terminal.talk.line(plainLine(`the key ${named} is of no use any more`));
  } else throw new UsageError(`baton keys ${typed.positionals.join(' ')} does not exist`, usage);
  return exitCodes.ok;
};

function queryOf(tenant: string | undefined): string {
  return tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`;
}

function orderOf(user: string, typed: Arguments) {
  const [tenant, until] = [typed.value('tenant'), typed.value('until')];
  const expiresAt = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(expiresAt)) throw new UsageError(`--until ${until ?? ''} is no time`, '--until 2026-12-31');
  return {
    user,
    role: typed.value('role') ?? 'viewer',
    name: typed.value('note') ?? 'made on the command line',
    ...(tenant !== undefined && { tenant }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function made(answer: Json, { json, data, talk }: Terminal): void {
  if (json) return data.line(plainJson(answer));
  talk.line('the key, shown this once:');
  data.line(plainLine(isJsonObject(answer) ? textIn(answer['token']) : ''));
}

function list(answer: Json, { json, data, talk }: Terminal): void {
  const found = isJsonObject(answer) && Array.isArray(answer['keys']) ? answer['keys'] : [];
  if (json) return data.line(plainJson(found, 2));
  if (found.length === 0) talk.line(`There are no keys. ${usage}`);
  for (const key of found) if (isJsonObject(key)) data.line(plainLine(lineOf(key)));
}

function lineOf({ id, user, role, name, revokedAt, expiresAt, usedAt }: Readonly<Record<string, Json>>): string {
  const ends = typeof expiresAt === 'number' ? `, until ${dayOf(expiresAt)}` : '';
  const used = typeof usedAt === 'number' ? `, used ${dayOf(usedAt)}` : ', never used';
  const state = typeof revokedAt === 'number' ? `, revoked ${dayOf(revokedAt)}` : ends + used;
  return `${textIn(id)}  ${textIn(user)}  ${textIn(role)}  ${textIn(name)}${state}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
