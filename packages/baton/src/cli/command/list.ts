import type { ExecutionFilter, ExecutionView, Phase } from '@batonhq/core';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { inColourOf, signOf } from '../progress/signs.ts';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { fitWidth, textWidth } from '../terminal/text-width.ts';
import type { Terminal } from '../terminal/terminal.ts';

const pageLength = 20;

const phases: Readonly<Record<Phase, true>> = {
  pending: true,
  running: true,
  waiting: true,
  suspended: true,
  cancelled: true,
  faulted: true,
  completed: true,
};

/** `baton list`. */
export const list: Action = async (typed, terminal) => {
  const filter = filterOf(typed);
  const folder = await openToRead(dataDirOf(typed));
  try {
    const views = await folder.door.list(filter);
    if (terminal.json) terminal.data.line(plainJson(views, 2));
    else printTable(views, filter, terminal);
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
};

function filterOf(typed: Arguments): ExecutionFilter {
  const [first, second] = (typed.value('name') ?? '').split('/', 2);
  const name = second ?? first;
  const before = typed.value('before');
  const wanted = typed.values('phase').flatMap((value) => value.split(','));
  return {
    limit: limitOf(typed.value('limit')),
    ...(wanted.length > 0 && { phases: wanted.map(phaseOf) }),
    ...(name !== undefined && name !== '' && { name }),
    ...(second !== undefined && first !== undefined && { namespace: first }),
    ...(before !== undefined && { before }),
  };
}

function limitOf(given: string | undefined): number {
  if (given === undefined) return pageLength;
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new UsageError(`--limit is a number from 1 to 999999, not ${given}`);
  return Number(given);
}

function phaseOf(given: string): Phase {
  if (isPhase(given)) return given;
  throw new UsageError(`--phase ${given} does not exist`, `one of ${Object.keys(phases).join(', ')}`);
}

function isPhase(given: string): given is Phase {
  return Object.hasOwn(phases, given);
}

function printTable(views: readonly ExecutionView[], filter: ExecutionFilter, terminal: Terminal): void {
  if (views.length === 0) {
    terminal.talk.line(emptyText(filter));
    return;
  }
  for (const line of tableLines(views, terminal)) terminal.data.line(line);
  if (views.length === (filter.limit ?? pageLength)) {
    terminal.talk.line(terminal.talk.paint.dim(`older ones: --before ${views.at(-1)?.id ?? ''}`));
  }
}

/** Id, state, age and name; on a wide terminal also when it started and how long it took. */
function tableLines(views: readonly ExecutionView[], { data, symbols }: Terminal): readonly string[] {
  const look = { paint: data.paint, symbols };
  const now = Date.now();
  const idWidth = Math.max(...views.map(({ id }) => textWidth(plainLine(id))));
  const isWide = data.columns >= idWidth + 85;
  const nameWidth = Math.max(10, data.columns - 1 - idWidth - 2 - 11 - 2 - 7 - 2 - (isWide ? 32 : 0));
  return views.map((view) => {
    const { namespace, name, version } = view.definition;
    const phase = inColourOf(view.phase, view.phase.padEnd(9), look);
    const age = durationText(now - view.startedAt).padStart(7);
    const times = `  ${instantText(view.startedAt)}  ${durationText((view.endedAt ?? now) - view.startedAt).padStart(8)}`;
    const title = fitWidth(plainLine(`${namespace}/${name}${isWide ? `:${version}` : ''}`), nameWidth);
    const id = plainLine(view.id).padEnd(idWidth);
    return `${id}  ${signOf(view.phase, look)} ${phase}  ${data.paint.dim(age)}  ${isWide ? title + data.paint.dim(times) : title.trimEnd()}`;
  });
}

function emptyText(filter: ExecutionFilter): string {
  const filtered = filter.phases !== undefined || filter.name !== undefined || filter.before !== undefined;
  return filtered
    ? 'No execution fits; `baton list` without options shows all.'
    : 'No executions yet. Start one: baton run FILE';
}
