import type { TaskNode } from '@batonhq/core';
import { unknownDuration } from '../catalog.ts';
import type { PlannableFunction, PlannedTask, PlanProblem, Risk } from '../plan.ts';
import { higherRisk, needsApproval, type PlanPolicy } from '../policy.ts';

/** A task as it stands in a definition. */
export interface StandingTask {
  readonly node: TaskNode;
  readonly after: readonly string[];
  readonly level: number;
}

/** What the catalog and the definition say about a task, together. */
export function plannedTask({ node, after, level }: StandingTask, called: PlannableFunction): PlannedTask {
  const { facts } = called;
  const { purpose } = node.metadata.other;
  const risk = higherRisk(riskOf(called), node.metadata.risk ?? 'low');
  return {
    name: node.name,
    function: `${called.name}:${called.version}`,
    purpose: typeof purpose === 'string' ? purpose : called.description,
    after,
    level,
    risk,
    why: facts.why ?? usualWhy(called, risk),
    isIrreversible: facts.isIrreversible ?? false,
    undo: facts.undo ?? null,
    needsApproval: node.metadata.approval !== undefined,
    reads: facts.reads ?? [],
    writes: facts.writes ?? [],
    duration: facts.duration ?? unknownDuration,
    tokens: facts.tokens ?? null,
  };
}

/** Nobody may write a risk down, or leave out an approval that the policy asks for. */
export function checkApproval(
  { node }: StandingTask,
  { called, policy }: { readonly called: PlannableFunction; readonly policy: PlanPolicy },
): readonly PlanProblem[] {
  const risk = riskOf(called);
  const { risk: said, approval } = node.metadata;
  const problems: PlanProblem[] = [];
  if (said !== undefined && higherRisk(said, risk) !== said)
    problems.push({
      task: node.name,
      place: 'metadata.risk',
      message: `${called.name} is of ${risk} risk: ${called.facts.why ?? usualWhy(called, risk)}`,
      expected: `${risk}, or more`,
      found: said,
    });
  const asks = needsApproval(policy, {
    name: called.name,
    risk: higherRisk(risk, said ?? 'low'),
    isIrreversible: called.facts.isIrreversible ?? false,
  });
  if (asks && approval === undefined)
    problems.push({
      task: node.name,
      place: 'metadata.approval',
      message: `the policy asks a person before ${called.name} is called`,
      expected: 'approval: {}',
    });
  return problems;
}

function riskOf({ facts }: PlannableFunction): Risk {
  return facts.risk ?? 'medium';
}

function usualWhy({ facts }: PlannableFunction, risk: Risk): string {
  if (facts.isIrreversible === true) return 'nobody can take it back';
  const writes = facts.writes ?? [];
  if (writes.length > 0) return `it changes ${writes.join(' and ')}`;
  return risk === 'low' ? 'it only reads' : 'it does not say what it changes';
}
