import type { Recorded } from '@batonhq/core';
import type { Finding } from '@batonhq/engine';
import { replayExecution } from '../../folder/replay-execution.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { openNarrator } from '../progress/event-line.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findingLines } from './finding-lines.ts';

/** `baton replay ID`. */
export const replay: Action = async (typed, terminal) => {
  const [id = ''] = typed.positionals;
  const { events, findings } = replayExecution(dataDirOf(typed), id);
  if (terminal.json) {
    const told = events.map(({ seq, at, event }) => ({ seq, at, ...event }));
    terminal.data.line(plainJson({ id, events: told, findings }, 2));
  } else print(events, findings, terminal);
  return findings.length === 0 ? exitCodes.ok : exitCodes.faulted;
};

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
