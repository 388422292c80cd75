/**
 * The names of the differences from jq that are meant; docs/jq.md gives the reason of each under its name, and a test
 * holds the two together. Written cases name the one that they show; the generator stays clear of all of them.
 */
export const DIFFERENCES = [
  'added-names',
  'base64d-of-other-bytes',
  'break-through-alternatives',
  'break-through-try',
  'changed-in-1.8',
  'dates',
  'empty-matches',
  'folds-with-several-inits',
  'fractional-indices',
  'halting',
  'host',
  'key-order',
  'last-digits',
  'lenient-syntax',
  'limits',
  'modules',
  'names-bound-twice',
  'number-literals',
  'object-keys',
  'path-identity',
  'range-by-numbers',
  'regular-expressions',
  'removed-names',
  'unknown-formats',
  'wording',
] as const;

export type Difference = (typeof DIFFERENCES)[number];
