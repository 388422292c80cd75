import type { Plan } from '@batonhq/agents/planner';

/** A plan leaves open what somebody has to say first, and nobody is there to ask: started, it would stop there. */
export class QuestionsOpenError extends Error {
  override readonly name = 'QuestionsOpenError';
  readonly questions: Plan['questions'];

  constructor(questions: Plan['questions']) {
    const asked = questions.map(({ name, text, choices = [] }) => {
      const among = choices.length === 0 ? '' : ` (${choices.join('; ')})`;
      return `${name}: ${text}${among}`;
    });
    super(['the plan leaves something open: say in `businessContext`', ...asked].join('\n  '));
    this.questions = questions;
  }
}
