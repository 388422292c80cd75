/** A parsed command line. */
export interface Arguments {
  readonly commandName: string;
  readonly positionals: readonly string[];
  /** The last value given for an option. */
  value(name: string): string | undefined;
  /** Every value given for an option, in order. */
  values(name: string): readonly string[];
  has(name: string): boolean;
}
