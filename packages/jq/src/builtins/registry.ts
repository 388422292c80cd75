/** All builtins by `name/arity`. */
import type { Special } from '../compile/scope.ts';
import type { Definition } from '../syntax/ast.ts';
import { COLLECTION_NATIVES } from './collections.ts';
import { ENVIRONMENT_NATIVES, ENVIRONMENT_SPECIALS } from './environment.ts';
import { KEYED_SPECIALS } from './keyed.ts';
import { libraryDefinitions } from './library.ts';
import { MATH_NATIVES } from './math.ts';
import type { Natives } from './native.ts';
import { specialsOf } from './native.ts';
import { PATH_NATIVES, PATH_SPECIALS } from './path-functions.ts';
import { REGEX_NATIVES } from './regex-functions.ts';
import { STREAM_SPECIALS } from './streams.ts';
import { STRING_NATIVES } from './strings.ts';
import { TIME_NATIVES } from './time-functions.ts';

const BUILTINS_NATIVE: Natives = { none: { builtins: () => builtinNames() } };

const NATIVES: readonly Natives[] = [
  STRING_NATIVES,
  COLLECTION_NATIVES,
  MATH_NATIVES,
  TIME_NATIVES,
  PATH_NATIVES,
  REGEX_NATIVES,
  ENVIRONMENT_NATIVES,
  BUILTINS_NATIVE,
];

const SPECIALS: ReadonlyMap<string, Special> = new Map([
  ...NATIVES.flatMap(specialsOf),
  ...PATH_SPECIALS,
  ...STREAM_SPECIALS,
  ...KEYED_SPECIALS,
  ...ENVIRONMENT_SPECIALS,
]);

const LIBRARY: ReadonlyMap<string, Definition> = new Map(
  libraryDefinitions().map((definition) => [`${definition.name}/${definition.parameters.length}`, definition]),
);

export const specialFor = (key: string): Special | null => SPECIALS.get(key) ?? null;

export const definitionFor = (key: string): Definition | null => LIBRARY.get(key) ?? null;

/** Names that only the library may use. */
export const isInternal = (key: string): boolean => key.startsWith('_');

/** All public builtins, sorted. */
export function builtinNames(): string[] {
  return [...SPECIALS.keys(), ...LIBRARY.keys()].filter((key) => !isInternal(key)).sort();
}
