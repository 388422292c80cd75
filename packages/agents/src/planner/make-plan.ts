import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { estimatePlan, type TokenPrice } from './estimate.ts';
import type { Plan, PlanDraft, PlanOrigin, PlanProblem, Question } from './plan.ts';
import { planHash } from './plan-hash.ts';
import { resolveRequirements } from './requirements.ts';
import { checkPlan, type PlanRules } from './validate/check-plan.ts';
import { writeDefinition } from './write-definition.ts';

/** What plans are made under. */
export interface PlanTerms extends PlanRules {
  readonly price?: TokenPrice;
  /** Caps it will run under. None by default. */
  readonly budgets?: JsonObject;
}

/** A plan, or what is wrong with it. */
export type MadePlan =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly problems: readonly PlanProblem[] };

/** What a draft is for: the goal alone, or with what its plan has to do. */
export type Wanted = string | { readonly goal: string; readonly requirements?: readonly string[] };

/** Makes a plan of what a planner drafted. */
export function planFromDraft(draft: PlanDraft, wanted: Wanted, terms: PlanTerms): MadePlan {
  const { goal, requirements = [] } = typeof wanted === 'string' ? { goal: wanted } : wanted;
  return planFromDefinition(writeDefinition(draft, { ...terms, goal, requirements }), terms);
}

/**
 * Makes a plan of a definition, wherever it came from: a draft that was written down, a file that a person edited. The
 * same checks hold for all of them, and so do its requirements, which stand in `metadata.requirements` of its document.
 */
export function planFromDefinition(definition: JsonObject, terms: PlanTerms): MadePlan {
  const { problems, tasks, functions } = checkPlan(definition, terms);
  if (problems.length > 0) return { kind: 'refused', problems };
  const document = objectOr(definition['document']);
  const about = objectOr(document['metadata']);
  const required = resolveRequirements(textsOf(about['requirements']), { tasks, functions: terms.functions });
  if (required.problems.length > 0) return { kind: 'refused', problems: required.problems };
  const plan: Plan = {
    goal: textOr(document['summary'], ''),
    title: textOr(document['title'], textOr(document['name'], 'plan')),
    definition,
    tasks,
    estimate: estimatePlan(tasks, terms.price ?? null),
    assumptions: textsOf(about['assumptions']),
    questions: listOf(about['questions']).flatMap((one) => questionOf(one) ?? []),
    origin: originOf(objectOr(about['origin'])),
    hash: planHash({ definition, functions, policy: terms.policy, budgets: terms.budgets ?? {} }),
    requirements: required.resolved,
    touches: {
      reads: [...new Set(tasks.flatMap(({ reads }) => reads))],
      writes: [...new Set(tasks.flatMap(({ writes }) => writes))],
    },
  };
  return { kind: 'plan', plan };
}

function originOf({ planner, confidence, why }: JsonObject): PlanOrigin {
  return {
    planner: textOr(planner, 'a person'),
    confidence: typeof confidence === 'number' ? confidence : 1,
    why: textOr(why, 'it was written by hand'),
  };
}

function questionOf(value: Json): Question | null {
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return null;
  const choices = textsOf(value['choices']);
  const question = { name: value['name'], text: textOr(value['text'], '') };
  return choices.length === 0 ? question : { ...question, choices };
}

function objectOr(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}
