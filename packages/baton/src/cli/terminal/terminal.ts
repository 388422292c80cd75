import { openLiveRegion, type LiveRegion } from './live-region.ts';
import type { Painter } from './painter.ts';
import { coloured, uncoloured } from './painter.ts';

/** One of the two streams of a command, with what is known about its other end. */
export interface TerminalStream {
  /** Writes a line; a stream whose reader has gone takes it and drops it. */
  line(text?: string): void;
  /** Writes text as it is. */
  write(text: string): void;
  readonly paint: Painter;
  /** Where to draw when somebody watches and lines may be drawn over; null elsewhere. */
  readonly region: LiveRegion | null;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Data goes to `data` (standard output), talk to `talk` and what went wrong to `errors` (both standard error): piping a
 * command never mixes them.
 */
export interface Terminal {
  readonly data: TerminalStream;
  readonly talk: TerminalStream;
  /** Also heard by who wants no talk: an exit code alone says nothing. */
  readonly errors: TerminalStream;
  /** True when the reader's alphabet has ✓ and ▸; else plain ASCII is used. */
  readonly symbols: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What of the command line decides how to print. */
export interface TerminalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly noColor: boolean;
}

/** The terminal of this process. */
export function openTerminal(options: TerminalOptions, environment: NodeJS.ProcessEnv = process.env): Terminal {
  const colour = !options.noColor && !isSet(environment['NO_COLOR']) && environment['TERM'] !== 'dumb';
  const talk = openStream(process.stderr, { colour, silent: options.quiet, environment });
  return {
    data: openStream(process.stdout, { colour, silent: false, environment }),
    talk,
    errors: options.quiet ? openStream(process.stderr, { colour, silent: false, environment }) : talk,
    symbols: /utf-?8/i.test(environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || 'UTF-8'),
    json: options.json,
    quiet: options.quiet,
  };
}

interface StreamOptions {
  readonly colour: boolean;
  readonly silent: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

function openStream(stream: NodeJS.WriteStream, { colour, silent, environment }: StreamOptions): TerminalStream {
  let readerGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
  });
  const write = (text: string): void => {
    if (!silent && !readerGone) stream.write(text);
  };
  const forced = isSet(environment['FORCE_COLOR']) && environment['FORCE_COLOR'] !== '0';
  const isLive = stream.isTTY && !silent && environment['TERM'] !== 'dumb' && !isSet(environment['CI']);
  const region = isLive ? openLiveRegion(write) : null;
  return {
    write,
    line: (text = '') => (region === null ? write(`${text}\n`) : region.above(`${text}\n`)),
    region,
    paint: colour && (stream.isTTY || forced) ? coloured : uncoloured,
    get columns() {
      return Math.max(20, known(stream.columns) ?? 80);
    },
    get rows() {
      return Math.max(8, known(stream.rows) ?? 24);
    },
  };
}

/** A terminal that does not know its size says 0. */
function known(size: number | undefined): number | undefined {
  return size === 0 ? undefined : size;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
