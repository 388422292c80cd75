import type { ExecutionDetails } from '@batonhq/engine';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { follow } from '../progress/follow.ts';
import { headLines, tasksAsTheyStand } from '../progress/progress-lines.ts';
import { taskLines } from '../progress/task-lines.ts';
import { spendingText } from '../progress/spending-text.ts';
import { taskTree } from '../progress/task-tree.ts';
import { faultText, waitingText } from '../progress/waiting-text.ts';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** `baton show ID`. */
export const show: Action = async (typed, terminal) => {
  const [id = ''] = typed.positionals;
  const folder = await openToRead(dataDirOf(typed));
  try {
    const { door } = folder;
    if (typed.has('follow') && folder.role !== 'reader') {
      const followed = {
        id,
        details: () => door.details(id),
        events: (after: { readonly signal: AbortSignal }) => door.events(id, after),
      };
      await follow(followed, terminal, { signal: new AbortController().signal });
    }
    const details = await door.details(id);
    print(details, terminal);
    // A step that was in hand when its process died still reads as one that is waited for.
    if (folder.role === 'reader' && details.view.endedAt === null)
      terminal.talk.line(
        `no process answers for this folder: baton serve${dataOption(typed)}, or the command that started it, goes on with it`,
      );
    return exitCodes.ok;
  } finally {
    await folder.close();
  }
};

function print(details: ExecutionDetails, terminal: Terminal): void {
  const { view, waitingFor, tasks, branchedFrom, schedule, spending } = details;
  if (terminal.json) terminal.data.line(plainJson({ ...view, branchedFrom, schedule, waitingFor, spending, tasks }, 2));
  else for (const line of report(details, terminal)) terminal.data.line(line);
}

/** The error first, then what it waits for, then the tasks, then what came out. */
function report(details: ExecutionDetails, terminal: Terminal): readonly string[] {
  const { view, tasks, branchedFrom } = details;
  const { data, symbols } = terminal;
  const page = { paint: data.paint, symbols, columns: data.columns, rows: Number.POSITIVE_INFINITY, now: Date.now() };
  const label = (name: string): string => data.paint.dim(`  ${name.padEnd(9)} `);
  return [
    ...headLines(details, page),
    `${label('started')}${instantText(view.startedAt)}${view.endedAt === null ? `, ${durationText(page.now - view.startedAt)} ago` : ''} by ${plainLine(view.user)}`,
    ...(view.endedAt === null ? [] : [`${label('ended')}${instantText(view.endedAt)}`]),
    ...scheduleLines(details, label('schedule')),
    ...(view.parent === null ? [] : [`${label('parent')}${plainLine(view.parent)}`]),
    ...(branchedFrom === null
      ? []
      : [`${label('from')}${plainLine(branchedFrom.execution)}, after its event ${branchedFrom.seq}`]),
    ...(details.spending === null
      ? []
      : [`${label('spent')}${spendingText(details.spending, details.spending.currency)}`]),
    ...(view.fault === null ? [] : faultLines(details, label('fault'), terminal)),
    ...waitingSection(details, label('waiting'), page.now),
    ...(tasks.length === 0 ? [] : ['', ...taskLines(taskTree(tasksAsTheyStand(details), { all: true }), page)]),
    ...(view.phase === 'completed' ? ['', data.paint.bold('output'), plainJson(view.output, 2)] : []),
  ];
}

/** What started it by itself, and for which instant. */
function scheduleLines({ schedule, view }: ExecutionDetails, label: string): readonly string[] {
  if (schedule === null) return [];
  const { id, cause, instant } = schedule;
  const late = view.startedAt - instant;
  const delay = late < 1_000 ? '' : `, ${durationText(late)} late`;
  return [`${label}${plainLine(id)}, ${cause} of ${instantText(instant)}${delay}`];
}

function faultLines({ view }: ExecutionDetails, label: string, { data }: Terminal): readonly string[] {
  if (view.fault === null) return [];
  const where = view.fault.instance === undefined ? [] : [`${' '.repeat(12)}at ${plainLine(view.fault.instance)}`];
  return [`${label}${data.paint.red(faultText(view.fault))}`, ...where];
}

function waitingSection({ view, waitingFor }: ExecutionDetails, label: string, now: number): readonly string[] {
  return waitingFor.flatMap((waiting) => {
    const { text, command } = waitingText(waiting, view.id, now);
    return [`${label}${text}`, ...(command === undefined ? [] : [`${' '.repeat(12)}${command}`])];
  });
}
