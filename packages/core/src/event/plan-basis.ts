/** Something that an approved plan rests on and that is not what it was; null where there is none. */
export type BasisDifference = {
  readonly kind: 'function' | 'role' | 'token' | 'file';
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
};

/**
 * What an approved plan rests on, by name, in a form that tells whether it is still the same: hashes of functions, roles of people,
 * whether identities and secrets are valid, digests of files. Never a secret itself.
 */
export type PlanBasis = { readonly [kind in BasisDifference['kind']]?: Readonly<Record<string, string>> };

/** A plan that was agreed to, and what it rested on then. */
export interface ApprovedPlan {
  readonly basis: PlanBasis;
  /** It is compared again before a call when so many milliseconds have passed since the last time. */
  readonly compareAfter: number;
}

const kinds = ['function', 'role', 'token', 'file'] as const;

/**
 * How what a plan rests on differs from what was agreed to; in the order of functions, roles, tokens, files. What was not agreed to and
 * is there now is no difference: nothing rested on it.
 *
 * @example
 * ```ts
 * import { basisDifferences } from '@batonhq/core';
 *
 * console.log(basisDifferences({ file: { 'notes.md': 'a1' } }, { file: { 'notes.md': 'b2' } }));
 * // [{ kind: 'file', name: 'notes.md', before: 'a1', after: 'b2' }]
 * ```
 */
export function basisDifferences(agreed: PlanBasis, now: PlanBasis): readonly BasisDifference[] {
  return kinds.flatMap((kind) =>
    Object.entries(agreed[kind] ?? {}).flatMap(([name, before]): readonly BasisDifference[] => {
      const after = now[kind]?.[name] ?? null;
      return after === before ? [] : [{ kind, name, before, after }];
    }),
  );
}
