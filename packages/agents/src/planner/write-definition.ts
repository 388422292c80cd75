import { isJsonObject, sha256, type Json, type JsonObject } from '@batonhq/core';
import { findFunction } from './catalog.ts';
import type { DraftTask, PlanDraft, PlannableFunction } from './plan.ts';
import { needsApproval, type PlanPolicy } from './policy.ts';
import { expressionIn, namesIn } from './validate/check-arguments.ts';

/** What a draft becomes a definition with. */
export interface WritingDefinition {
  readonly goal: string;
  /** What the plan has to do. */
  readonly requirements: readonly string[];
  readonly functions: readonly PlannableFunction[];
  readonly policy: PlanPolicy;
}

/**
 * Writes a draft as a workflow definition: one `fork`, every task a branch that waits for what it refers to and exports
 * what it puts out under its own name. Versions are pinned, so that a plan means tomorrow what it means today.
 */
export function writeDefinition(draft: PlanDraft, writing: WritingDefinition): JsonObject {
  const { goal, requirements } = writing;
  const { planner, confidence, why } = draft.origin;
  return {
    document: {
      dsl: '1.0.3',
      namespace: 'plans',
      name: nameOf(draft.title, goal),
      version: '1.0.0',
      title: draft.title,
      summary: goal,
      metadata: {
        onFault: 'revise',
        origin: { planner, confidence, why },
        ...(requirements.length > 0 && { requirements: [...requirements] }),
        assumptions: [...draft.assumptions],
        questions: draft.questions.map(({ name, text, choices }) => ({
          name,
          text,
          ...(choices !== undefined && { choices: [...choices] }),
        })),
      },
    },
    do: [
      { work: { fork: { branches: draft.tasks.map((task) => ({ [task.name]: branchOf(task, draft, writing) })) } } },
    ],
    output: { as: `\${ ${draft.result ?? '$context'} }` },
  };
}

function branchOf(task: DraftTask, draft: PlanDraft, { functions, policy }: WritingDefinition): JsonObject {
  const known = findFunction(functions, { name: task.function, version: task.version });
  const version = known?.version ?? task.version;
  const after = afterOf(task, draft);
  const asks =
    known !== undefined &&
    needsApproval(policy, {
      name: known.name,
      risk: known.facts.risk ?? 'medium',
      isIrreversible: known.facts.isIrreversible ?? false,
    });
  return {
    call: `${task.function}${version === undefined ? '' : `:${version}`}@default`,
    ...(task.if !== undefined && { if: `\${ ${task.if} }` }),
    with: task.with,
    export: { as: `\${ $context + { ${task.name}: . } }` },
    metadata: {
      purpose: task.purpose,
      ...(after.length > 0 && { after }),
      ...(known?.facts.risk !== undefined && { risk: known.facts.risk }),
      ...(asks && { approval: {} }),
    },
  };
}

/** The tasks whose outputs it uses, and those it names; in the order of the draft. */
function afterOf(task: DraftTask, { tasks }: PlanDraft): readonly string[] {
  const used = new Set([...(task.after ?? []), ...namesWithin(task.with), ...namesIn(task.if ?? '')]);
  const known = tasks.flatMap(({ name }) => (used.has(name) && name !== task.name ? [name] : []));
  // What is not there stays written, so that reading the definition finds it.
  return [...known, ...(task.after ?? []).filter((name) => !known.includes(name))];
}

function namesWithin(value: Json): readonly string[] {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    return source === null ? [] : namesIn(source);
  }
  if (Array.isArray(value)) return value.flatMap((item) => namesWithin(item));
  return isJsonObject(value) ? Object.values(value).flatMap((member) => namesWithin(member)) : [];
}

/** A name for the catalog: the Latin words of the title, and a few digits that tell goals apart. */
function nameOf(title: string, goal: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const said = words.filter((word) => /[a-z]/.test(word)).slice(0, 5);
  return [...(said.length === 0 ? ['plan'] : said), sha256(goal).slice(0, 6)].join('-').slice(0, 60);
}
