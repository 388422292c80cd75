import type { TaskView } from '@batonhq/core';
import { durationText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { fitWidth } from '../terminal/text-width.ts';
import type { Look } from './signs.ts';
import { inColourOf, signOf } from './signs.ts';
import type { TaskBranch } from './task-tree.ts';
import { faultText } from './waiting-text.ts';

/** How a tree of tasks is to be drawn. */
export interface Page extends Look {
  readonly columns: number;
  /** At most so many lines; what is finished gives way first. */
  readonly rows: number;
  readonly now: number;
}

interface Row {
  readonly depth: number;
  readonly branch: TaskBranch;
}

const phaseWidth = 10;
const durationWidth = 8;

/** One line for each task: shape, name, attempts, phase, duration. */
export function taskLines(branches: readonly TaskBranch[], page: Page): readonly string[] {
  const rows = rowsOf(branches, 0);
  if (rows.length <= page.rows) return rows.map((row) => taskLine(row, page));
  const open = rows.filter(({ branch }) => !isDone(branch.task));
  const kept = new Set([
    ...open.slice(0, page.rows - 1),
    ...rows.filter(({ branch }) => isDone(branch.task)).slice(-Math.max(0, page.rows - 1 - open.length)),
  ]);
  const left = rows.filter((row) => !kept.has(row));
  const done = left.filter(({ branch }) => isDone(branch.task)).length;
  const hidden = [done > 0 ? `${done} finished` : '', left.length > done ? `${left.length - done} open` : ''];
  const note = `  … ${hidden.filter((text) => text !== '').join(' and ')} more`;
  return [page.paint.dim(note), ...rows.filter((row) => kept.has(row)).map((row) => taskLine(row, page))];
}

function rowsOf(branches: readonly TaskBranch[], depth: number): readonly Row[] {
  return branches.flatMap((branch) => [{ depth, branch }, ...rowsOf(branch.children, depth + 1)]);
}

function isDone({ phase }: TaskView): boolean {
  return phase === 'completed' || phase === 'skipped' || phase === 'cancelled';
}

function taskLine({ depth, branch }: Row, page: Page): string {
  const { task } = branch;
  const indent = ' '.repeat(2 + 2 * Math.min(depth, 8));
  const width = page.columns - 2 - indent.length - 2 - phaseWidth - durationWidth;
  const note = noteOf(task);
  const label = plainLine(branch.label);
  const named = fitWidth(note === '' ? label : `${label}  ${note}`, Math.max(8, width));
  const text = note === '' ? named : `${named.slice(0, label.length)}${page.paint.dim(named.slice(label.length))}`;
  const length = durationText((task.endedAt ?? page.now) - task.startedAt).padStart(durationWidth);
  const phase = inColourOf(task.phase, task.phase.padEnd(phaseWidth), page);
  return `${indent}${signOf(task.phase, page)} ${text} ${phase}${page.paint.dim(length)}`;
}

function noteOf(task: TaskView): string {
  const attempts = task.attempts > 1 ? `${task.attempts} attempts` : '';
  const fault = task.fault === null ? '' : faultText(task.fault);
  return [attempts, fault].filter((text) => text !== '').join('; ');
}
