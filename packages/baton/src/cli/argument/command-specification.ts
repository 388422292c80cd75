import type { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Arguments } from './arguments.ts';

/** An option of a command. Without `value` it is a switch. */
export interface OptionSpecification {
  readonly name: string;
  readonly short?: string;
  /** How its value is shown in help: `JSON|@file`. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeated?: boolean;
  readonly summary: string;
}

/** A command line worth copying, and what it does. */
export interface Example {
  readonly line: string;
  readonly effect: string;
}

/** What a command does, given what was typed. */
export type Action = (typed: Arguments, terminal: Terminal) => Promise<ExitCode>;

/** All that help, parsing and dispatch know about a command; `load` brings in its code, so that help stays quick. */
export interface CommandSpecification {
  readonly name: string;
  /** Its positional arguments, in order; all are required unless in brackets: `FILE`, `[ID]`. */
  readonly positionals: readonly string[];
  readonly summary: string;
  /** Paragraphs that `baton help NAME` adds. */
  readonly details?: readonly string[];
  readonly options: readonly OptionSpecification[];
  readonly examples: readonly Example[];
  readonly load: () => Promise<Action>;
}
