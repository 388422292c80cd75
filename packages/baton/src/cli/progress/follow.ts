import { setTimeout as pause } from 'node:timers/promises';
import type { Recorded } from '@batonhq/core';
import type { ExecutionDetails } from '@batonhq/engine';
import type { LiveRegion } from '../terminal/live-region.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { openNarrator } from './event-line.ts';
import { progressLines } from './progress-lines.ts';
import { waitingText } from './waiting-text.ts';

/** What following needs: the events of an execution as they happen, and how it stands. */
export interface Followed {
  readonly id: string;
  events(options: { readonly signal: AbortSignal }): AsyncIterable<Recorded>;
  details(): Promise<ExecutionDetails>;
}

/** When to stop, and who else wants to hear the events. */
export interface Following {
  readonly signal: AbortSignal;
  readonly heard?: (recorded: Recorded) => void;
}

const pictureEvery = 120;
const quietAfter = 1_000;

/**
 * Shows an execution until it ends or `signal` aborts: as a live picture where somebody watches, as lines where not.
 * Both say what it waits for.
 */
export async function follow(followed: Followed, terminal: Terminal, following: Following): Promise<void> {
  const { signal, heard } = following;
  const { region } = terminal.talk;
  const show = region === null ? openLog(followed, terminal) : openPicture(followed, terminal, region);
  const events = hear(followed, signal, (recorded) => {
    heard?.(recorded);
    show.heard(recorded);
  });
  await show.until(events);
}

/** Either way to show an execution. */
interface Show {
  heard(recorded: Recorded): void;
  /** Shows until the events are over, and then how it stands. */
  until(events: Promise<void>): Promise<void>;
}

async function hear(followed: Followed, signal: AbortSignal, heard: (recorded: Recorded) => void): Promise<void> {
  try {
    for await (const recorded of followed.events({ signal })) heard(recorded);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function openPicture(followed: Followed, { talk, symbols }: Terminal, region: LiveRegion): Show {
  const draw = async (): Promise<void> => {
    const page = { paint: talk.paint, symbols, columns: talk.columns, rows: talk.rows - 2, now: Date.now() };
    region.draw(progressLines(await followed.details(), page));
  };
  return {
    heard: () => undefined,
    async until(events) {
      const over = new AbortController();
      const ended = events.finally(() => over.abort());
      ended.catch(() => undefined);
      while (!over.signal.aborted) {
        const before = performance.now();
        await draw();
        // A large execution takes longer to describe: describing it never takes more than a fifth of the time.
        const rest = Math.max(pictureEvery, (performance.now() - before) * 4);
        await pause(rest, undefined, { signal: over.signal }).catch(() => undefined);
      }
      await draw();
      region.leave();
      await ended;
    },
  };
}

function openLog(followed: Followed, terminal: Terminal): Show {
  const narrator = openNarrator({ paint: terminal.talk.paint, symbols: terminal.symbols });
  const since = Date.now();
  let earlier = 0;
  let quiet: NodeJS.Timeout | undefined;
  let said = '';
  const sayWaiting = async (): Promise<void> => {
    const { view, waitingFor } = await followed.details();
    const [first] = waitingFor.filter(({ kind }) => kind !== 'engine' && kind !== 'step');
    if (first === undefined) return;
    const { text, command } = waitingText(first, view.id, Date.now());
    if (text !== said) terminal.talk.line(`  waiting for ${text}${command === undefined ? '' : `: ${command}`}`);
    said = text;
  };
  return {
    heard(recorded) {
      const line = narrator.tell(recorded);
      if (recorded.at < since - quietAfter) earlier += 1;
      else {
        if (earlier > 0) terminal.talk.line(terminal.talk.paint.dim(`  … ${earlier} events before this process`));
        earlier = 0;
        if (line !== undefined) terminal.talk.line(line);
      }
      clearTimeout(quiet);
      quiet = setTimeout(() => void sayWaiting().catch(() => undefined), quietAfter);
    },
    async until(events) {
      try {
        await events;
      } finally {
        clearTimeout(quiet);
      }
    },
  };
}
