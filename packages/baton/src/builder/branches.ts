import type { JsonObject } from '@batonhq/core';
import type { Towards, Result } from './course.ts';
import type { Scope } from './scope.ts';
import type { Absent, Raw, TaskOptions } from './task-options.ts';
import type { Leave, Task } from './task/task.ts';

/** The types of the branches so far. */
export interface Fork {
  readonly scope: Scope;
  /** By name. */
  readonly branches: object;
  /** Branches export what they put out under their names, unless they say otherwise. */
  readonly exports: boolean;
}

/** Tasks at the same time. `after` makes the next branch wait for others, and lets it see what they exported. */
export interface Branches<F extends Fork, After extends keyof F['branches'] = never> {
  /** The branches so far, as a definition has them. */
  readonly tasks: readonly JsonObject[];
  /** Adds a branch. Its input is what flows into the fork. */
  branch<
    const Name extends string,
    Out,
    Context,
    L extends Leave,
    If extends boolean | null = never,
    As = Absent,
    Checked = Absent,
    Exported = Absent,
    CheckedExport = Absent,
  >(
    name: Name & Unused<F, Name>,
    task: Task<InBranch<F, After>, Out, Context, L>,
    options?: TaskOptions<InBranch<F, After>, Raw<InBranch<F, After>, Out>, If, As, Checked, Exported, CheckedExport>,
  ): Branches<
    Joined<
      F,
      Name,
      {
        readonly result: Result<
          InBranch<F, After>,
          { readonly output: Out; readonly context: Context },
          {
            readonly if: If;
            readonly as: As;
            readonly checked: Checked;
            readonly exported: Exported;
            readonly checkedExport: CheckedExport;
          }
        >;
        readonly exports: [Exported, CheckedExport] extends [Absent, Absent] ? F['exports'] : false;
        readonly leaves: L;
      }
    >
  >;
  /** The next branch starts when these have ended. */
  after<const Names extends keyof F['branches'] & string>(...names: readonly Names[]): Branches<F, Names>;
  /** Never there: it carries the types. */
  readonly '~fork'?: F;
}

/** What a branch sees: of the other branches, the exports of those it comes after, directly or not. */
export interface InBranch<F extends Fork, After extends keyof F['branches']> {
  readonly input: F['scope']['input'];
  readonly context: [After] extends [never] ? F['scope']['context'] : Merged<F['branches'][After]>;
  readonly variables: F['scope']['variables'];
  readonly secrets: F['scope']['secrets'];
}

/** The fork after one more branch. */
export interface Joined<
  F extends Fork,
  Name extends string,
  Branch extends {
    readonly result: { readonly input: unknown; readonly context: unknown };
    readonly exports: boolean;
    readonly leaves: Leave;
  },
> {
  readonly scope: F['scope'];
  readonly exports: F['exports'];
  readonly branches: F['branches'] & {
    readonly [N in Name]: {
      readonly output: Branch['result']['input'] | Towards<Branch['leaves'], 'end'>['input'];
      readonly context: Branch['exports'] extends true
        ? Branch['result']['context'] & { readonly [E in Name]: Branch['result']['input'] }
        : Branch['result']['context'];
    };
  };
}

/** The contexts of several branches in one: what any of them exported. */
export type Merged<B> = { readonly [K in KeysOf<ContextIn<B>>]: MemberOf<ContextIn<B>, K> };

/** What a fork puts out: the outputs of its branches, by name. */
export type OutputsOf<F extends Fork> = {
  readonly [Name in keyof F['branches']]: F['branches'][Name] extends { readonly output: infer Out } ? Out : never;
};

/** The context after a fork. */
export type JoinedContext<F extends Fork> = Merged<F['branches'][keyof F['branches']]>;

type ContextIn<B> = B extends { readonly context: infer Context } ? Context : never;
type KeysOf<T> = T extends unknown ? keyof T : never;
type MemberOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

type Unused<F extends Fork, Name extends string> = Name extends keyof F['branches']
  ? { readonly problem: `there is already a branch "${Name}"` }
  : unknown;
