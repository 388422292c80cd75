import type { Answer, Given } from '@batonhq/server/client';
import { askOwner } from '../../folder/ask-owner.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

type NewKey = Given<'POST /api/keys'>['body'];
type Key = Answer<'GET /api/keys'>['keys'][number];

const roles: readonly NewKey['role'][] = ['viewer', 'operator', 'approver', 'developer', 'admin'];
const usage = 'baton keys [list], add USER --role ROLE, or revoke ID';

/** `baton keys [list|add|revoke] [USER|ID]`. */
export const keys: Action = async (typed, terminal) => {
  const [what = 'list', named, ...more] = typed.positionals;
  const folder = dataDirOf(typed);
  const tenant = typed.value('tenant');
  const query = tenant === undefined ? {} : { tenant };
  if (more.length > 0) throw new UsageError(`${more.join(' ')} is one word too many`, usage);
  if (what === 'list' && named === undefined) {
    const answer = await askOwner(folder, (owner) => owner.call('GET /api/keys', { query }));
    list(answer.keys, terminal);
  } else if (what === 'add' && named !== undefined) {
    const body = orderOf(named, typed);
    made(await askOwner(folder, (owner) => owner.call('POST /api/keys', { body })), terminal);
  } else if (what === 'revoke' && named !== undefined) {
    await askOwner(folder, (owner) => owner.call('DELETE /api/keys/{key}', { params: { key: named }, query }));
    terminal.talk.line(plainLine(`the key ${named} is of no use any more`));
  } else if (what === 'add' || what === 'revoke')
    throw new UsageError(`${what === 'add' ? 'USER' : 'ID'} is missing`, usage);
  else throw new UsageError(`baton keys ${typed.positionals.join(' ')} does not exist`, usage);
  return exitCodes.ok;
};

function orderOf(user: string, typed: Arguments): NewKey {
  const [tenant, until] = [typed.value('tenant'), typed.value('until')];
  const expiresAt = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(expiresAt)) throw new UsageError(`--until ${until ?? ''} is no time`, '--until 2026-12-31');
  return {
    user,
    role: roleOf(typed.value('role') ?? 'viewer'),
    name: typed.value('note') ?? 'made on the command line',
    ...(tenant !== undefined && { tenant }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function roleOf(text: string): NewKey['role'] {
  const role = roles.find((one) => one === text);
  if (role === undefined) throw new UsageError(`--role ${text} does not exist`, roles.join(', '));
  return role;
}

function made(answer: Answer<'POST /api/keys'>, { json, data, talk }: Terminal): void {
  if (json) return data.line(plainJson(answer));
  talk.line('the key, shown this once:');
  data.line(plainLine(answer.token));
}

function list(found: readonly Key[], { json, data, talk }: Terminal): void {
  if (json) return data.line(plainJson([...found], 2));
  if (found.length === 0) talk.line(`There are no keys. ${usage}`);
  for (const key of found) data.line(plainLine(lineOf(key)));
}

function lineOf({ id, user, role, name, revokedAt, expiresAt, usedAt }: Key): string {
  const ends = expiresAt === null ? '' : `, until ${dayOf(expiresAt)}`;
  const used = usedAt === null ? ', never used' : `, used ${dayOf(usedAt)}`;
  const state = revokedAt === null ? ends + used : `, revoked ${dayOf(revokedAt)}`;
  return `${id}  ${user}  ${role}  ${name}${state}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
