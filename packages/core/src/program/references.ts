import { didYouMean } from '../definition/closest.ts';
import type { Compilation, Path } from './compilation.ts';

/** A name that stands for a member of a section of `use`. */
export interface Reference<T> {
  readonly section: string;
  readonly members: Readonly<Record<string, T>> | undefined;
  readonly name: string;
  /** Where the name is written. */
  readonly path: Path;
}

/** Something of `use`, and where it stands. */
export interface Referred<T> {
  readonly value: T;
  readonly path: Path;
}

/** What a name in `use` stands for; an unknown name is reported where it is written. */
export function lookUp<T>(compilation: Compilation, reference: Reference<T>): Referred<T> | undefined {
  const { section, members = {}, name, path } = reference;
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (value !== undefined) return { value, path: ['use', section, name] };
  const names = Object.keys(members);
  const expected = names.length === 0 ? `a name in use.${section}, which is empty` : `one of: ${names.join(', ')}`;
  compilation.report(path, {
    message: `there is no "${name}" in use.${section}`,
    expected,
    ...didYouMean(name, names),
  });
  return undefined;
}
