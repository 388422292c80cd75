import { fault, FaultError } from '@batonhq/core';
import { analyseDocuments } from '../../tool/text/analyse.ts';
import { languageNamed, languageOf, languages, type Language } from '../../tool/text/language.ts';
import { analyseFeedback } from '../../tool/service/feedback.ts';
import { hoursToClose, triage, type Incident } from '../../tool/service/incidents.ts';
import { numberIn } from '../../tool/table/statistics.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { occurrencesIn, type Span } from '../calendar/read-calendar.ts';
import { columnOf, readTable, type Table } from '../table/table.ts';
import type { Argument } from './argument.ts';
import type { Owner } from './people-functions.ts';
import { anything, count, fileOf, flag, listOf, moment, number, object, oneOf, orNull, text, texts } from './schema.ts';
import { Shelf } from './shelf.ts';
import { looksAt, workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** The daily work: what customers say, what is broken, how the week was. */
export function serviceFunctions(workspace: Workspace, owner: Owner): readonly ToolDefinition[] {
  return [feedback(workspace), incidents(workspace), week(workspace, owner)];
}

function feedback(workspace: Workspace): ToolDefinition {
  const voice = object({ date: text, customer: text, stars: orNull('number'), text, why: text });
  const theme = object({ theme: text, count, mood: number, examples: texts });
  return workspaceFunction({
    name: 'feedback_analyse',
    description:
      'Reads what customers say (CSV: date, customer, stars, text): themes with their mood, and whom to answer first.',
    input: object({ path: fileOf('csv') }),
    output: object({
      count,
      meanStars: orNull('number'),
      unhappy: count,
      themes: listOf(theme),
      answerFirst: listOf(voice),
    }),
    planning: looksAt('documents'),
    async run(given) {
      const table = await tableAt(workspace, given);
      const [date, customer, said] = ['date', 'customer', 'text'].map((name) => columnOf(table, name));
      const stars = table.columns.indexOf('stars');
      const voices = table.rows.map((row) => ({
        date: row[date ?? 0] ?? '',
        customer: row[customer ?? 0] ?? '',
        stars: numberIn(row[stars] ?? ''),
        text: row[said ?? 0] ?? '',
      }));
      return { ...analyseFeedback(voices) };
    },
  });
}

function incidents(workspace: Workspace): ToolDefinition {
  const open = object({
    id: text,
    area: text,
    what: text,
    severity: text,
    hoursOpen: number,
    before: count,
    priority: count,
    isOverdue: flag,
    next: text,
  });
  return workspaceFunction({
    name: 'incidents_triage',
    description:
      'Puts open incidents (CSV: id, opened, closed, severity, area, what) in order of urgency, with what to do next, and says how long past ones took. `at` is the time it is read as of.',
    input: object({ path: fileOf('csv') }, { at: moment }),
    output: object({
      open: listOf(open),
      closed: listOf(object({ severity: text, count, hours: number })),
      total: count,
    }),
    planning: looksAt('documents'),
    async run(given, context) {
      const all = incidentsIn(await tableAt(workspace, given));
      const at = given.has('at') ? given.instant('at') : context.now();
      return { open: triage(all, at), closed: hoursToClose(all), total: all.length };
    },
  });
}

function incidentsIn(table: Table): readonly Incident[] {
  const at = new Map(
    ['id', 'opened', 'closed', 'severity', 'area', 'what'].map((name) => [name, columnOf(table, name)]),
  );
  const affected = table.columns.indexOf('affected');
  return table.rows.map((row, index) => {
    const cell = (name: string): string => row[at.get(name) ?? 0] ?? '';
    const closed = cell('closed');
    return {
      id: cell('id'),
      opened: instantIn(cell('opened'), index),
      closed: closed === '' ? null : instantIn(closed, index),
      severity: cell('severity').toLowerCase(),
      area: cell('area'),
      what: cell('what'),
      affected: row[affected] ?? '',
    };
  });
}

function instantIn(written: string, row: number): number {
  const instant = Date.parse(/[Z+]|-\d\d:/.test(written.slice(10)) ? written : `${written}Z`);
  if (!Number.isNaN(instant)) return instant;
  throw new FaultError(fault('validation', `line ${row + 2}: "${written}" is no time; write it as 2026-01-08T05:30`));
}

function week(workspace: Workspace, { zone }: Owner): ToolDefinition {
  const shelf = new Shelf(workspace);
  const said = object({ text, path: text });
  return workspaceFunction({
    name: 'status_week',
    description:
      'The status of a week (or any span): meetings that were, documents and mails that were written, what was done, decided and is open, as data and as a text.',
    input: object({ from: moment, until: moment }, { language: oneOf(...languages), folder: text }),
    output: object({
      from: text,
      until: text,
      meetings: texts,
      documents: texts,
      done: listOf(said),
      decisions: listOf(said),
      actions: listOf(anything),
      risks: listOf(said),
      text,
    }),
    planning: looksAt('documents', 'calendar'),
    async run(given) {
      const span = { from: given.instant('from', zone), until: given.instant('until', zone) };
      const folder = given.text('folder', '');
      const { documents } = await shelf.open();
      // Documents say a day, which is kept as its midnight in UTC; mails say an instant.
      const days = { from: given.instant('from'), until: given.instant('until') };
      const written = documents.filter(
        ({ date, path, kind }) =>
          date !== null && isWithin(date, kind === 'mail' ? span : days) && path.startsWith(folder),
      );
      const calendar = (await workspace.has('calendar.ics'))
        ? (await workspace.read('calendar.ics')).toString('utf8')
        : null;
      const meetings = calendar === null ? [] : occurrencesIn(calendar, span, zone);
      const { activities, decisions, actions, risks } = analyseDocuments(written, '');
      const status = {
        from: given.text('from'),
        until: given.text('until'),
        meetings: meetings.map(({ summary }) => summary),
        documents: written.map(({ path }) => path),
        done: activities,
        decisions,
        actions,
        risks,
      };
      const language =
        languageNamed(given.text('language', '')) ?? languageOf(written.map((one) => one.text).join('\n'));
      return { ...status, text: statusText(status, language) };
    },
  });
}

function isWithin(date: number, { from, until }: Span): boolean {
  return date >= from && date < until;
}

const labels = {
  he: { title: 'מצב', meetings: 'פגישות', done: 'מה נעשה', decisions: 'החלטות', actions: 'מה פתוח', risks: 'סיכונים' },
  de: {
    title: 'Stand',
    meetings: 'Besprechungen',
    done: 'Getan',
    decisions: 'Entschieden',
    actions: 'Offen',
    risks: 'Risiken',
  },
  en: { title: 'Status', meetings: 'Meetings', done: 'Done', decisions: 'Decided', actions: 'Open', risks: 'Risks' },
} as const;

function statusText(
  status: {
    readonly from: string;
    readonly until: string;
    readonly meetings: readonly string[];
    readonly done: readonly { readonly text: string }[];
    readonly decisions: readonly { readonly text: string }[];
    readonly actions: readonly { readonly text: string }[];
    readonly risks: readonly { readonly text: string }[];
  },
  language: Language,
): string {
  const label = labels[language];
  const part = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`## ${heading}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
  const plain = (list: readonly { readonly text: string }[]): readonly string[] => list.map((one) => one.text);
  return `${[
    `# ${label.title}: ${status.from} – ${status.until}`,
    ...part(label.meetings, status.meetings),
    ...part(label.done, plain(status.done)),
    ...part(label.decisions, plain(status.decisions)),
    ...part(label.actions, plain(status.actions)),
    ...part(label.risks, plain(status.risks)),
  ].join('\n\n')}\n`;
}

async function tableAt(workspace: Workspace, given: Argument): Promise<Table> {
  return readTable((await workspace.read(given.text('path'))).toString('utf8'));
}
