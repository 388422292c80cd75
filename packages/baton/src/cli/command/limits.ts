import type { LimitView } from '@batonhq/engine';
import { openToCommand } from '../../folder/open-to-command.ts';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { durationText } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { textWidth } from '../terminal/text-width.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';

/** `baton limits [list|free] [RESOURCE]`. */
export const limits: Action = async (typed, terminal) => {
  const [what = 'list', resource] = typed.positionals;
  if (what === 'list' && resource === undefined) await list(typed, terminal);
  else if (what === 'free' && resource !== undefined) await free(resource, typed, terminal);
  else throw new UsageError(`baton limits ${typed.positionals.join(' ')} does not exist`, 'list, or free RESOURCE');
  return exitCodes.ok;
};

async function list(typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = await openToRead(dataDirOf(typed));
  try {
    const views = await folder.door.limits.list(typed.value('tenant'));
    if (terminal.json) terminal.data.line(plainJson(views, 2));
    else printTable(views, terminal);
  } finally {
    await folder.close();
  }
}

async function free(text: string, typed: Arguments, terminal: Terminal): Promise<void> {
  const [, kind = 'host', name = ''] = /^(?:(host|function|provider):)?([^]*)$/.exec(text) ?? [];
  const resource = `${kind}/${kind === 'host' ? name.toLowerCase() : name}`;
  const tenant = typed.value('tenant');
  const owner = await openToCommand(dataDirOf(typed));
  try {
    const freed = await owner.door.limits.free({ resource, by: operator(), ...(tenant !== undefined && { tenant }) });
    if (terminal.json) terminal.data.line(plainJson({ resource, freed }));
    else terminal.talk.line(plainLine(`calls to ${text} go on`));
  } finally {
    await owner.close();
  }
}

function printTable(views: readonly LimitView[], { data, talk }: Terminal): void {
  if (views.length === 0)
    talk.line('Nothing is limited, and no call has failed. Limit something: --limit HOST,rate=10/s');
  const tenants = new Set(views.map(({ tenant }) => tenant));
  const names = views.map((view) => (tenants.size > 1 ? `${plainLine(view.tenant)}: ` : '') + nameOf(view));
  const width = Math.max(...names.map((name) => textWidth(name)));
  const now = Date.now();
  for (const [index, view] of views.entries()) {
    const { state, detail, until } = view;
    const when = until === null ? '' : `, ${durationText(Math.max(0, until - now))} to go`;
    const paint = state === 'free' ? data.paint.green : data.paint.yellow;
    const used = usedText(view);
    data.line(
      `${(names[index] ?? '').padEnd(width)}  ${paint(`${detail}${when}`)}${used === '' ? '' : `  ${data.paint.dim(used)}`}`,
    );
  }
}

function nameOf({ kind, name, identity }: LimitView): string {
  const of = kind === 'host' ? name : `${kind} ${name}`;
  const as = identity === null ? '' : ` as ${identity}`;
  return plainLine(`${of}${as}`);
}

function usedText({ rules, inUse, quotas, failures }: LimitView): string {
  return [
    ...(rules.concurrency === null ? [] : [`${inUse} of ${rules.concurrency} places`]),
    ...quotas.map(({ used, count, window }) => `${used} of ${count} this ${window}`),
    ...(failures === 0 ? [] : [`${failures} failures`]),
  ].join(', ');
}
