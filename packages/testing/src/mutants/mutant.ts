import { MutantError } from './mutant-error.ts';

/** A build that is broken on purpose, in one place. */
export interface Mutant {
  readonly name: string;
  /** The file that is changed, from the root of the repository. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly search: string;
  readonly replace: string;
  /** The command that must fail on it; its program is looked for in `node_modules/.bin` first. */
  readonly mustFail: string;
}

/** Reads a list of mutants. */
export function parseMutants(json: string): readonly Mutant[] {
  const found: unknown = JSON.parse(json);
  if (!Array.isArray(found) || !found.every(isMutant)) throw new MutantError('the list of mutants has another form');
  return found;
}

/** The text of a file with the mutant's change in it. */
export function mutate(text: string, { name, file, search, replace }: Mutant): string {
  const [before, after, ...more] = text.split(search);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new MutantError(`"${name}": what to change must occur once in ${file}; adapt the mutant to the code`);
  }
  return before + replace + after;
}

function isMutant(value: unknown): value is Mutant {
  if (typeof value !== 'object' || value === null) return false;
  const members: Readonly<Record<string, unknown>> = { ...value };
  return ['name', 'file', 'search', 'replace', 'mustFail'].every((key) => typeof members[key] === 'string');
}
