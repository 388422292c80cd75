import type { Question } from '@batonhq/agents/planner';

/**
 * No planner knew enough to propose anything, or a plan leaves open what somebody has to say first. What that is stands in
 * `questions`; answers go into `context`.
 */
export class PlanAbstainedError extends Error {
  override readonly name = 'PlanAbstainedError';
  readonly questions: readonly Question[];

  constructor(why: string, questions: readonly Question[]) {
    super([why, ...questions.map(lineOf)].join('\n'));
    this.questions = questions;
  }
}

function lineOf({ name, text, choices = [] }: Question): string {
  return `  ${name}: ${text}${choices.length === 0 ? '' : ` (${choices.join('; ')})`}`;
}
