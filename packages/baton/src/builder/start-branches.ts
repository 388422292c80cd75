import type { JsonObject } from '@batonhq/core';
import type { Branches, Fork } from './branches.ts';
import { withOptions, type AnyOptions } from './with-options.ts';

/** How branches are written. */
export interface BranchRules {
  /** Branches export what they put out under their names, unless they say otherwise. */
  readonly exports: boolean;
}

/** A fork without branches. */
export function startBranches<F extends Fork>(rules: BranchRules): Branches<F>;
export function startBranches(rules: BranchRules): object {
  return branchesOf({ ...rules, tasks: [], after: [] });
}

interface State extends BranchRules {
  readonly tasks: readonly JsonObject[];
  readonly after: readonly string[];
}

function branchesOf(state: State): object {
  const { tasks, after, exports } = state;
  return {
    tasks,
    branch(name: string, { definition }: { readonly definition: JsonObject }, options: AnyOptions = {}) {
      const exported = options.export ?? (exports ? exportUnder(name) : undefined);
      const metadata = after.length === 0 ? options.metadata : { after: [...after], ...options.metadata };
      const all = { ...options, ...(exported && { export: exported }), ...(metadata && { metadata }) };
      return branchesOf({ ...state, tasks: [...tasks, { [name]: withOptions(definition, all) }], after: [] });
    },
    after: (...names: readonly string[]) => branchesOf({ ...state, after: names }),
  };
}

function exportUnder(name: string): NonNullable<AnyOptions['export']> {
  return { as: ({ context, output }) => ({ ...context, [name]: output }) };
}
