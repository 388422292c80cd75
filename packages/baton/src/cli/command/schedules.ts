import { openToCommand } from '../../folder/open-to-command.ts';
import { openToRead } from '../../folder/open-to-read.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';
import { occurrenceLines, scheduleReport, scheduleTable } from './schedule-lines.ts';

const usualOccurrences = 10;
const usualFacts = 10;
const mostShown = 1_000;

type Deed = (typed: Arguments, terminal: Terminal) => Promise<void>;

const deeds: Readonly<Record<string, Deed>> = {
  list,
  show,
  next,
  trigger,
  pause: (typed, terminal) => steer('pause', typed, terminal),
  resume: (typed, terminal) => steer('resume', typed, terminal),
  delete: (typed, terminal) => steer('delete', typed, terminal),
};

/** `baton schedules`. */
export const schedules: Action = async (typed, terminal): Promise<ExitCode> => {
  const [what = 'list'] = typed.positionals;
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (deed === undefined)
    throw new UsageError(`baton schedules ${what} does not exist`, `one of ${Object.keys(deeds).join(', ')}`);
  await deed(typed, terminal);
  return exitCodes.ok;
};

async function list(typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = await openToRead(dataDirOf(typed));
  try {
    const views = await folder.door.schedules.list();
    if (terminal.json) terminal.data.line(plainJson(views, 2));
    else if (views.length === 0) terminal.talk.line('No schedules. Publish a definition with one: baton define FILE');
    else for (const line of scheduleTable(views, terminal.data, Date.now())) terminal.data.line(line);
  } finally {
    await folder.close();
  }
}

async function show(typed: Arguments, terminal: Terminal): Promise<void> {
  const id = idOf(typed);
  const folder = await openToRead(dataDirOf(typed));
  try {
    const { schedules: door } = folder.door;
    const [view, history] = await Promise.all([door.get(id), door.history(id, countOf(typed, usualFacts))]);
    if (terminal.json) terminal.data.line(plainJson({ ...view, history }, 2));
    else for (const line of scheduleReport(view, history, terminal.data)) terminal.data.line(line);
  } finally {
    await folder.close();
  }
}

async function next(typed: Arguments, terminal: Terminal): Promise<void> {
  const id = idOf(typed);
  const folder = await openToRead(dataDirOf(typed));
  try {
    const { schedules: door } = folder.door;
    const [view, occurrences] = await Promise.all([door.get(id), door.next(id, countOf(typed, usualOccurrences))]);
    if (terminal.json) terminal.data.line(plainJson(occurrences, 2));
    else for (const line of occurrenceLines(view, occurrences, Date.now())) terminal.data.line(line);
    if (occurrences.length === 0)
      terminal.talk.line('None is known: it waits for an event, or for an execution to end.');
  } finally {
    await folder.close();
  }
}

async function trigger(typed: Arguments, terminal: Terminal): Promise<void> {
  const id = idOf(typed);
  const [given, request] = [typed.value('input'), typed.value('key')];
  const input = given === undefined ? undefined : await readJsonArgument(given, '--input');
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const order = { ...(input !== undefined && { input }), ...(request !== undefined && { request }) };
    const execution = await folder.door.schedules.trigger(id, order);
    terminal.data.line(terminal.json ? plainJson({ schedule: id, id: execution }) : plainLine(execution));
    terminal.talk.line(`baton show ${plainLine(execution)} --follow`);
  } finally {
    await folder.close();
  }
}

async function steer(command: 'pause' | 'resume' | 'delete', typed: Arguments, terminal: Terminal): Promise<void> {
  const id = idOf(typed);
  const folder = await openToCommand(dataDirOf(typed));
  try {
    const { schedules: door } = folder.door;
    await door[command](id, operator());
    const { phase, nextAt } = await door.get(id);
    if (terminal.json) terminal.data.line(plainJson({ id, phase, nextAt }));
    else terminal.talk.line(`${plainLine(id)} is ${phase}`);
  } finally {
    await folder.close();
  }
}

function idOf(typed: Arguments): string {
  const [what = '', id] = typed.positionals;
  if (id === undefined) throw new UsageError('ID is missing', `baton schedules ${what} NAMESPACE/NAME`);
  if (/^[^/]+\/[^/]+$/.test(id)) return id;
  throw new UsageError(`${id} names no schedule`, 'write NAMESPACE/NAME; `baton schedules` lists them');
}

function countOf(typed: Arguments, usual: number): number {
  const given = typed.value('count');
  if (given === undefined) return usual;
  if (/^[1-9]\d{0,3}$/.test(given) && Number(given) <= mostShown) return Number(given);
  throw new UsageError(`--count is a number from 1 to ${mostShown}, not ${given}`);
}
