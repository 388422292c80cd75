import type { CommandSpecification } from './command-specification.ts';

/** A parsed command line. */
export interface Arguments {
  readonly command: CommandSpecification;
  readonly positionals: readonly string[];
  /** The last value given for an option. */
  value(name: string): string | undefined;
  /** Every value given for an option, in order. */
  values(name: string): readonly string[];
  has(name: string): boolean;
}
