import { mergeRules } from '@batonhq/core';
import type { ContextValue } from '@batonhq/engine';
import { openShared, openSharedToRead } from '../../folder/open-shared.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { jsonOrText } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { NotFoundError } from '@batonhq/engine';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Deed = (typed: Arguments, terminal: Terminal) => Promise<void>;

const deeds: Readonly<Record<string, Deed>> = { list, get, set, history };
const tenant = 'local';

/** `baton context`. */
export const context: Action = async (typed, terminal) => {
  const [what = 'list'] = typed.positionals;
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (deed === undefined)
    throw new UsageError(`baton context ${what} does not exist`, `one of ${Object.keys(deeds).join(', ')}`);
  await deed(typed, terminal);
  return exitCodes.ok;
};

async function list(typed: Arguments, { json, data, talk }: Terminal): Promise<void> {
  const scope = typed.value('scope');
  const [, prefix = ''] = typed.positionals;
  const values = await openSharedToRead(dataDirOf(typed), ({ values: reading }) =>
    reading.list({ tenant, prefix, ...(scope !== undefined && { scope }) }),
  );
  if (json) data.line(plainJson(values, 2));
  else if (values.length === 0) talk.line('Nothing is shared. Share something: baton context set KEY VALUE');
  else for (const value of values) data.line(lineOf(value));
}

async function get(typed: Arguments, { json, data }: Terminal): Promise<void> {
  const [key, scope] = [keyOf(typed), typed.value('scope') ?? 'tenant'];
  const found = await openSharedToRead(dataDirOf(typed), ({ values }) => values.read({ tenant, scope, key }));
  if (found === null) throw new NotFoundError(`nothing is shared as ${key} in ${scope}: \`baton context\` lists all`);
  data.line(plainJson(json ? found : found.value, 2));
}

async function set(typed: Arguments, { json, data, talk }: Terminal): Promise<void> {
  const [key, scope] = [keyOf(typed), typed.value('scope') ?? 'tenant'];
  const [, , given] = typed.positionals;
  if (given === undefined) throw new UsageError('baton context set needs a value', 'baton context set KEY VALUE');
  const value = await jsonOrText(given);
  const [expected = '0', merge] = [typed.value('expected'), typed.value('merge')];
  const rule = mergeRules.find((one) => one === merge);
  if (merge !== undefined && rule === undefined)
    throw new UsageError(`--merge ${merge} is no rule`, `one of ${mergeRules.join(', ')}`);
  const { sharedContext } = await openShared(dataDirOf(typed));
  const version = await sharedContext.write({
    key,
    scope,
    value,
    expected: numberIn('expected', expected),
    resolves: typed.values('resolves').map((one) => numberIn('resolves', one)),
    ...(rule !== undefined && { merge: rule }),
  });
  if (json) data.line(plainJson({ scope, key, version }));
  else talk.line(plainLine(`${key} has version ${version}`));
}

async function history(typed: Arguments, { json, data }: Terminal): Promise<void> {
  const [key, scope] = [keyOf(typed), typed.value('scope') ?? 'tenant'];
  const facts = await openSharedToRead(dataDirOf(typed), ({ values }) => values.history({ tenant, scope, key }));
  if (json) data.line(plainJson(facts, 2));
  else
    for (const { seq, at, kind, fields } of facts)
      data.line(
        plainLine(
          `${seq}  ${new Date(at).toISOString()}  ${kind}  ${JSON.stringify(fields['value'] ?? null)}  ${JSON.stringify(fields['by'])}`,
        ),
      );
}

function lineOf({ scope, key, value, version, origin, by, conflicts }: ContextValue): string {
  const who = by?.agent ?? by?.user ?? by?.execution ?? 'somebody';
  const open = conflicts.length === 0 ? '' : `  (${conflicts.length} refused)`;
  return plainLine(
    `${scope}  ${key}  v${version}  ${JSON.stringify(value).slice(0, 80)}  from ${origin?.kind ?? 'nowhere'}, by ${who}${open}`,
  );
}

function keyOf({ positionals: [deed = '', key] }: Arguments): string {
  if (key === undefined) throw new UsageError(`baton context ${deed} needs a key`, `baton context ${deed} KEY`);
  return key;
}

function numberIn(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new UsageError(`--${option} ${text} is no number`, `--${option} 1`);
}
