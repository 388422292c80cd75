import type { PlanProblem } from '@batonhq/agents/planner';

/** A plan that must not be carried out: each problem says where, what was found, and what would be right. */
export class PlanRefusedError extends Error {
  override readonly name = 'PlanRefusedError';
  readonly problems: readonly PlanProblem[];

  constructor(problems: readonly PlanProblem[]) {
    super(['the plan is refused', ...problems.map(lineOf)].join('\n'));
    this.problems = problems;
  }
}

function lineOf({ task, place, message, expected }: PlanProblem): string {
  return `  ${task === null ? place : `${task}, ${place}`}: ${message}; expected ${expected}`;
}
