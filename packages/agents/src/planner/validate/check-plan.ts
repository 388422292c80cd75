import {
  closest,
  compileProgram,
  isJsonObject,
  readDefinitionObject,
  type Diagnostic,
  type JsonObject,
  type Program,
  type TaskNode,
} from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import { findFunction } from '../catalog.ts';
import type { PlannableFunction, PlannedTask, PlanProblem } from '../plan.ts';
import type { PlanPolicy } from '../policy.ts';
import { checkArguments } from './check-arguments.ts';
import { checkApproval, plannedTask, type StandingTask } from './planned-task.ts';

/** A definition that was looked at as a plan. */
export interface CheckedPlan {
  /** Empty when it may be carried out. */
  readonly problems: readonly PlanProblem[];
  readonly tasks: readonly PlannedTask[];
  /** The functions it uses. */
  readonly functions: readonly PlannableFunction[];
}

/** What a plan is held against. */
export interface PlanRules {
  readonly functions: readonly PlannableFunction[];
  readonly policy: PlanPolicy;
}

/**
 * Reads a definition as a plan, whoever wrote it: a planner, a model, a person with an editor. Its functions and their
 * versions must be known, its references must lead to something of the right type, its order may have no ring, and
 * whatever the policy asks about must have its approval.
 */
export function checkPlan(definition: JsonObject, rules: PlanRules): CheckedPlan {
  const read = readDefinitionObject(definition);
  if (read.definition === undefined) return refused(read.diagnostics.map((found) => problemOf(found)));
  const compiled = compileProgram(read.definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  const broken = compiled.diagnostics.filter(({ severity }) => severity === 'error').map((found) => problemOf(found));
  if (compiled.program === undefined) return refused(broken);
  const branches = branchesOf(compiled.program);
  if (branches === null || branches.length === 0) return refused([noFork]);
  const looked = branches.map((branch) => lookAt(branch, { branches, rules }));
  return {
    problems: looked.flatMap(({ problems }) => problems),
    tasks: looked.flatMap(({ task }) => task ?? []),
    functions: [...new Set(looked.flatMap((one) => one.function ?? []))],
  };
}

function refused(problems: readonly PlanProblem[]): CheckedPlan {
  return { problems, tasks: [], functions: [] };
}

const noFork: PlanProblem = {
  task: null,
  place: 'do',
  message: 'a plan is one fork whose branches are its tasks, at least one',
  expected: 'do: [{ work: { fork: { branches: […] } } }]',
};

/** A branch of the plan's fork. */
interface PlanBranch extends StandingTask {
  readonly ancestors: readonly number[];
}

function branchesOf({ root, tasks }: Program): readonly PlanBranch[] | null {
  const [only, other] = root.tasks;
  const fork = only === undefined || other !== undefined ? undefined : tasks[only];
  if (fork?.kind !== 'fork' || fork.compete) return null;
  const levels: number[] = [];
  const levelOf = (index: number): number =>
    (levels[index] ??= Math.max(0, ...(fork.branches[index]?.after ?? []).map((before) => levelOf(before) + 1)));
  return fork.branches.flatMap((branch, index): readonly PlanBranch[] => {
    const node = tasks[branch.task];
    const after = branch.after.map((before) => fork.branches[before]?.name ?? '');
    return node === undefined ? [] : [{ node, after, ancestors: branch.ancestors, level: levelOf(index) }];
  });
}

interface Looked {
  readonly problems: readonly PlanProblem[];
  readonly task?: PlannedTask;
  readonly function?: PlannableFunction;
}

interface Around {
  readonly branches: readonly PlanBranch[];
  readonly rules: PlanRules;
}

function lookAt(branch: PlanBranch, { branches, rules }: Around): Looked {
  const { node } = branch;
  const called = functionOf(node, rules);
  if ('problem' in called) return { problems: [called.problem] };
  const context = new Map(
    branch.ancestors.flatMap((index) => {
      const before = branches[index];
      if (before === undefined) return [];
      const source = functionOf(before.node, rules);
      return [[before.node.name, 'function' in source ? source.function.output : null] as const];
    }),
  );
  const given = node.definition['with'];
  const call = { task: node.name, with: isJsonObject(given) ? given : {}, function: called.function, context };
  const approval = checkApproval(branch, { called: called.function, policy: rules.policy });
  return {
    problems: [...checkArguments(call), ...approval],
    task: plannedTask(branch, called.function),
    function: called.function,
  };
}

type Called = { readonly function: PlannableFunction } | { readonly problem: PlanProblem };

function functionOf(node: TaskNode, { functions }: PlanRules): Called {
  const isCall = node.kind === 'call' && node.effect.kind === 'function';
  if (!isCall) return { problem: problemAt(node, 'a plan does nothing but call functions of the catalog') };
  const { name, version } = node.effect;
  const found = findFunction(functions, { name, version });
  if (found !== undefined) return { function: found };
  const versions = functions.filter((one) => one.name === name).map((one) => one.version);
  if (versions.length > 0)
    return { problem: problemAt(node, `${name} has no version ${version}`, `one of ${versions.join(', ')}`) };
  const names = functions.map((one) => one.name);
  const near = closest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return { problem: problemAt(node, `there is no function ${name}${hint}`, `one of ${names.join(', ')}`) };
}

function problemAt(node: TaskNode, message: string, expected = 'call: NAME:VERSION@default'): PlanProblem {
  return { task: node.name, place: 'call', message, expected };
}

/** What the compiler found, by the task it is about. */
function problemOf({ pointer, message, expected, hint }: Diagnostic): PlanProblem {
  const [, task, place] = /^\/do\/0\/[^/]+\/fork\/branches\/\d+\/([^/]+)\/?(.*)$/.exec(pointer) ?? [];
  return {
    task: task ?? null,
    place: (place ?? pointer.slice(1)).replaceAll('/', '.'),
    message,
    expected: expected ?? hint ?? 'a valid definition',
  };
}
