import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionFilter, ExecutionView } from '@batonhq/core';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { catchStopSignals } from '../host/stop-signals.ts';
import { plainJson } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { tableLines } from './execution-table.ts';
import { filterOf, pageLength } from './list-filter.ts';

/** Milliseconds between two looks of `--watch`. */
const lookEvery = 1_000;

/** `baton list`. */
export const list: Action = async (typed, terminal) => {
  const filter = filterOf(typed);
  const dataDir = dataDirOf(typed);
  if (typed.has('watch')) {
    await watch(() => viewsOf(dataDir, filter), terminal);
    return exitCodes.ok;
  }
  const views = await viewsOf(dataDir, filter);
  if (terminal.json) terminal.data.line(plainJson(views, 2));
  else printTable(views, filter, terminal);
  return exitCodes.ok;
};

/** Opened for each look: the owner may come and go meanwhile. */
async function viewsOf(dataDir: string, filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
  const folder = await openToRead(dataDir);
  try {
    return await folder.door.list(filter);
  } finally {
    await folder.close();
  }
}

/** Looks again and again until Ctrl-C: a picture where somebody watches, elsewhere a line for each that changed. */
async function watch(look: () => Promise<readonly ExecutionView[]>, terminal: Terminal): Promise<void> {
  using stop = catchStopSignals(() => undefined);
  const { data } = terminal;
  const known = new Map<string, string>();
  while (!stop.signal.aborted) {
    const views = await look();
    const lines = views.length === 0 ? ['No execution fits yet.'] : tableLines(views, terminal);
    if (data.region !== null && !terminal.json) data.region.draw(lines.slice(0, data.rows - 1));
    else
      for (const view of changed(views, known))
        data.line(terminal.json ? plainJson(view) : tableLines([view], terminal)[0]);
    await pause(lookEvery, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  data.region?.leave();
}

/** Those that are not as they were at the last look, the oldest first. */
function changed(views: readonly ExecutionView[], known: Map<string, string>): readonly ExecutionView[] {
  return views.toReversed().filter((view) => {
    const now = `${view.phase} ${view.substate ?? ''}`;
    const isNews = known.get(view.id) !== now;
    known.set(view.id, now);
    return isNews;
  });
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

function emptyText({ limit: _limit, ...conditions }: ExecutionFilter): string {
  return Object.keys(conditions).length > 0
    ? 'No execution fits; `baton list` without options shows all.'
    : 'No executions yet. Start one: baton run FILE';
}
