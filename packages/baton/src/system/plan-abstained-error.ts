import type { Question } from '@batonhq/agents/planner';

/** No planner knew enough to propose anything. What it would have to know is in `questions`; answers go into `context`. */
export class PlanAbstainedError extends Error {
  override readonly name = 'PlanAbstainedError';
  readonly questions: readonly Question[];

  constructor(why: string, questions: readonly Question[]) {
    super([`there is no plan: ${why}`, ...questions.map(({ name, text }) => `  ${name}: ${text}`)].join('\n'));
    this.questions = questions;
  }
}
