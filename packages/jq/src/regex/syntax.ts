/** Parsed regular expressions. */

/** Decides by code point. */
export type CharTest = (code: number) => boolean;

export type Anchor =
  | 'text-start'
  | 'text-end'
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word'
  | 'not-word'
  | 'search-start';

export type Pattern =
  | {
      readonly kind: 'char';
      readonly test: CharTest;
      /** The one code point it accepts, if it is one. */ readonly code: number | null;
    }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: Pattern }
  | { readonly kind: 'repeat'; readonly body: Pattern; readonly range: Range }
  | { readonly kind: 'look'; readonly body: Pattern; readonly isBehind: boolean; readonly isNegative: boolean }
  | { readonly kind: 'atomic'; readonly body: Pattern }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'back'; readonly groups: readonly number[]; readonly isFolded: boolean }
  | { readonly kind: 'keep' };

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly isGreedy: boolean;
}

export interface Parsed {
  readonly pattern: Pattern;
  /** Names of the groups from the first on; null for those without. */
  readonly names: readonly (string | null)[];
}

/** Why a text is not a regular expression. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
