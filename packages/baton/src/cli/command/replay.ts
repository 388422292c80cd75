import type { Recorded } from '@batonhq/core';
import type { Finding } from '@batonhq/engine';
import { readStory, type Story } from '../../folder/read-story.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes } from '../exit-code.ts';
import { openNarrator } from '../progress/event-line.ts';
import { changeLines } from '../replay/change-lines.ts';
import { jsonChanges } from '../replay/json-changes.ts';
import { standingAt, stateAt, type Retold } from '../replay/standing.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findingLines } from './finding-lines.ts';

/** `baton replay ID [--from SEQ] [--to SEQ]`. */
export const replay: Action = async (typed, terminal) => {
  const [id = ''] = typed.positionals;
  const [from, to] = [pointOf(typed, 'from'), pointOf(typed, 'to')];
  const story = readStory(dataDirOf(typed), id);
  if (from !== undefined || to !== undefined) compare(story, { from, to }, terminal);
  else tell(story, terminal);
  return story.findings.length === 0 ? exitCodes.ok : exitCodes.faulted;
};

function pointOf(typed: Arguments, name: string): number | undefined {
  const given = typed.value(name);
  if (given === undefined || /^\d{1,15}$/.test(given)) return given === undefined ? undefined : Number(given);
  throw new UsageError(`--${name} is the number of an event, not ${given}`, 'baton replay ID shows the numbers');
}

function tell({ id, events, findings }: Story, terminal: Terminal): void {
  if (terminal.json) {
    const told = events.map(({ seq, at, event }) => ({ seq, at, ...event }));
    terminal.data.line(plainJson({ id, events: told, findings }, 2));
    return;
  }
  print(events, findings, terminal);
}

function print(events: readonly Recorded[], findings: readonly Finding[], { data, talk, symbols }: Terminal): void {
  const narrator = openNarrator({ paint: data.paint, symbols });
  const width = String(events.length).length;
  for (const recorded of events) {
    const told = narrator.tell(recorded) ?? data.paint.dim(`${' '.repeat(11)}${bare(recorded)}`);
    data.line(`${data.paint.dim(String(recorded.seq).padStart(width))} ${told}`);
  }
  if (findings.length === 0)
    talk.line(`${events.length} events, folded again: the tables agree, and so do the decisions`);
  else for (const line of findingLines(findings, talk.paint)) talk.line(line);
}

/** An event that says nothing to most people, for those who want to know all. */
function bare({ event }: Recorded): string {
  const { kind, ...fields } = event;
  const subject = Object.values(fields).find((value) => typeof value === 'string') ?? '';
  return plainLine(`${kind} ${subject}`).trimEnd();
}

interface Points {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Rebuilds the states at two points and shows what differs. Nothing stood before event 1. */
function compare(story: Story, points: Points, terminal: Terminal): void {
  const retold = retoldOf(story);
  const last = story.events.at(-1)?.seq ?? 0;
  const { from = 0, to = last } = points;
  for (const point of [from, to]) {
    if (point > last) throw new UsageError(`execution ${story.id} has no event ${point}`, `its last one is ${last}`);
  }
  const [before, after] = [standingAt(retold, from), standingAt(retold, to)];
  const changes = jsonChanges(before, after);
  const { data, talk } = terminal;
  if (terminal.json) {
    data.line(plainJson({ id: story.id, from, to, before, after, changes, state: stateAt(retold, to) }, 2));
    return;
  }
  for (const line of changeLines(changes, data.paint, data.columns)) data.line(line);
  talk.line(`${changes.length} differences between event ${from} and event ${to} of ${last}`);
}

function retoldOf({ id, events, program, findings }: Story): Retold {
  if (program !== null) return { id, events, program };
  throw new UsageError(findings[0]?.what ?? `the definition of ${id} is not there`, 'baton doctor --verify');
}
