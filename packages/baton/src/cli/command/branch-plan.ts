import { previewBranch, tasksBegun, tasksNamed, type BranchPreview } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';
import { nearest } from '../../nearest.ts';
import type { Story } from '../../folder/read-story.ts';
import { UsageError } from '../argument/usage-error.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { TerminalStream } from '../terminal/terminal.ts';
import { textWidth } from '../terminal/text-width.ts';

/** What branching off an execution would do: what the core says about it. */
export interface BranchPlan extends Pick<BranchPreview, 'from' | 'seq' | 'repeats' | 'undone'> {
  readonly execution: string;
}

/** Works out what branching off at a task means, before anything is done. */
export function planBranch({ id, events, program }: Story, task: string | null): BranchPlan {
  if (program === null) throw new UsageError(`the definition of ${id} is not there`, 'baton doctor --verify');
  const preview = previewBranch(program, events, task);
  if (preview === null) throw new NotFoundError(`no task ${task} began in execution ${id}`);
  const { from, seq, repeats, undone } = preview;
  return { execution: id, from, seq, repeats, undone };
}

/** The task that a command line means. */
export function taskMeant({ id, events }: Story, text: string): string {
  const [task, ...others] = tasksNamed(events, text);
  if (task === undefined) throw notBegun(id, text, tasksBegun(events));
  if (others.length === 0) return task;
  const shown = [task, ...others].slice(0, 5).join(', ');
  throw new UsageError(`${others.length + 1} tasks of ${id} are named ${text}`, `give one in full: --from ${shown}`);
}

function notBegun(id: string, text: string, begun: readonly string[]): Error {
  const meant = nearest(text, begun);
  const hint = meant === undefined ? `those that began: ${begun.slice(0, 8).join(', ')}` : `did you mean ${meant}?`;
  return new NotFoundError(`no task ${text} began in execution ${id}; ${hint}`);
}

/** The plan in lines: the effects first, because that is what a person decides on. */
export function planLines(plan: BranchPlan, { paint }: TerminalStream): readonly string[] {
  const { execution, from, repeats, undone } = plan;
  const where = from === null ? 'from its start' : `at ${from}`;
  const width = Math.min(32, Math.max(0, ...repeats.map(({ step }) => textWidth(plainLine(step)))));
  return [
    ...(repeats.length === 0
      ? [`branching ${execution} off ${where} repeats no outside call`]
      : [`branching ${execution} off ${where} may make these outside calls again, under new keys:`]),
    // Never cut: this is what a person decides on.
    ...repeats.map(({ step, what, became }) => `  ${padded(step, width)}  ${became.padEnd(9)}  ${plainLine(what)}`),
    ...undone.map((task) => paint.yellow(plainLine(`  ${task} counts as done, but ${execution} has undone it since`))),
  ];
}

function padded(step: string, width: number): string {
  const text = plainLine(step);
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
