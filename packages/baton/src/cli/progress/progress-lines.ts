import type { TaskView } from '@batonhq/core';
import type { ExecutionDetails } from '@batonhq/engine';
import { durationText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { fitWidth, textWidth } from '../terminal/text-width.ts';
import { inColourOf, signOf } from './signs.ts';
import type { Page } from './task-lines.ts';
import { taskLines } from './task-lines.ts';
import { taskTree } from './task-tree.ts';
import { waitingText } from './waiting-text.ts';

/** An execution as a live picture: what it is, its tasks, and what it waits for. Never more than `page.rows` lines. */
export function progressLines(details: ExecutionDetails, page: Page): readonly string[] {
  const waiting = waitingLines(details, page);
  const head = headLines(details, page);
  const rows = Math.max(1, page.rows - head.length - waiting.length);
  return [...head, ...taskLines(taskTree(tasksAsTheyStand(details)), { ...page, rows }), ...waiting];
}

/** Tasks as they stand: one that waits for an event, a time or a person is open in the journal and waits for people. */
export function tasksAsTheyStand({ tasks, waitingFor }: ExecutionDetails): readonly TaskView[] {
  const waits = new Set(
    waitingFor.flatMap((entry) => (entry.kind === 'event' || entry.kind === 'timer' ? entry.task : [])),
  );
  return tasks.map((task) =>
    task.phase === 'running' && waits.has(task.reference) ? { ...task, phase: 'waiting' } : task,
  );
}

/** `▸ demo/report:1.0.0  running  4.2s  01K…`; the id has a line of its own where it does not fit, because it is copied. */
export function headLines({ view }: ExecutionDetails, page: Page): readonly string[] {
  const { namespace, name, version } = view.definition;
  const length = durationText((view.endedAt ?? page.now) - view.startedAt);
  const phase = view.substate === null ? view.phase : `${view.phase}, ${view.substate}`;
  const title = plainLine(`${namespace}/${name}:${version}`);
  const id = plainLine(view.id);
  const room = page.columns - 1 - 2 - phase.length - length.length - 4;
  const shown = textWidth(title) <= room ? title : fitWidth(title, Math.max(8, room)).trimEnd();
  const line = `${signOf(view.phase, page)} ${page.paint.bold(shown)}  ${inColourOf(view.phase, phase, page)}  ${length}`;
  const fits = textWidth(shown) + 2 + id.length <= room;
  return fits ? [`${line}  ${page.paint.dim(id)}`] : [line, `  ${page.paint.dim(id)}`];
}

/** What an open execution waits for, a line each, and the command that helps. */
export function waitingLines({ view, waitingFor }: ExecutionDetails, page: Page): readonly string[] {
  const shown = waitingFor.filter(({ kind }) => kind !== 'engine' && kind !== 'step').slice(0, 3);
  return shown.flatMap((waiting) => {
    const { text, command } = waitingText(waiting, view.id, page.now);
    const line = fitWidth(`  waiting for ${text}`, page.columns - 1).trimEnd();
    return [page.paint.yellow(line), ...(command === undefined ? [] : [page.paint.dim(`    ${command}`)])];
  });
}
