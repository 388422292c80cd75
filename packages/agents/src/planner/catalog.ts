import { canonicalJson, isJsonObject, sha256, type RepeatRule } from '@batonhq/core';
import type { ToolDefinition } from '../tool/tool-definition.ts';
import type { Interval, PlannableFunction, PlanningFacts } from './plan.ts';

/** What is assumed of a function that says nothing about how long it takes, in milliseconds. */
export const unknownDuration: Interval = { low: 20, expected: 500, high: 10_000 };

/**
 * The functions that plans may use, as planners and the validator see them; one row for each name and version. The hash
 * covers everything a plan relies on, so that a tool that changed since is found out.
 *
 * @example
 * ```ts
 * import { plannableFunctions } from '@batonhq/agents/planner';
 * import { Workspace, workspaceFunctions } from '@batonhq/agents/workspace';
 *
 * const workspace = await Workspace.open('.');
 * const owner = { address: 'ada@bakery.example', zone: 'Asia/Jerusalem', weekdays: [0, 1, 2, 3, 4] };
 * console.log(plannableFunctions(workspaceFunctions(workspace, owner)).map(({ name, facts }) => [name, facts.risk]));
 * ```
 */
export function plannableFunctions(definitions: readonly ToolDefinition[]): readonly PlannableFunction[] {
  return definitions.map(plannable);
}

function plannable(definition: ToolDefinition): PlannableFunction {
  const { name, version = '1.0.0', description, input, planning = {}, repeat = 'keyed' } = definition;
  const output = isJsonObject(definition.output) ? definition.output : null;
  const described = { name, version, description, input, output, facts: withRisk(planning, repeat) };
  return { ...described, hash: sha256(canonicalJson(described)) };
}

/** Whoever does not say how bad it is when things go wrong is not believed to be harmless. */
function withRisk(facts: PlanningFacts, repeat: RepeatRule): PlanningFacts {
  if (facts.risk !== undefined) return facts;
  if (repeat === 'safe' && (facts.writes ?? []).length === 0) return { ...facts, risk: 'low' };
  return { ...facts, risk: 'medium', why: facts.why ?? 'it does not say what it changes' };
}

/** The function of this name and version, or the newest one of the name: the last that was registered. */
export function findFunction(
  functions: readonly PlannableFunction[],
  { name, version }: { readonly name: string; readonly version?: string | undefined },
): PlannableFunction | undefined {
  return functions.findLast(
    (one) => one.name === name && (version === undefined || version === 'latest' || one.version === version),
  );
}
