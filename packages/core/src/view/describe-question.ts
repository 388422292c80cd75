import type { BasisDifference } from '../event/plan-basis.ts';
import type { PlanChange, Question } from '../event/question.ts';

/** A question about an execution in a few words: what a yes leads to. */
export function describeQuestion(question: Question): string {
  switch (question.kind) {
    case 'revision':
      return question.changes.length === 0
        ? 'try again what failed, as it is'
        : `go on by another plan: ${question.changes.map(changeText).join(', ')}`;
    case 'basis':
      return `go on although ${question.differences.map(differenceText).join(', ')}`;
    case 'budget': {
      const { of, account, measure, cap, to } = question;
      return `spend more on ${of}: ${amount(question, to)} instead of ${amount(question, cap)} ${measure} for ${account}`;
    }
  }
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function changeText({ kind, task }: PlanChange): string {
  return `${signs[kind]} ${task}`;
}

function differenceText({ kind, name, before, after }: BasisDifference): string {
  if (after === null) return `the ${kind} ${name} is gone`;
  return before === null ? `the ${kind} ${name} is new` : `the ${kind} ${name} is another one`;
}

/** Money is counted in millionths. */
function amount({ measure, currency }: Question & { readonly kind: 'budget' }, value: number): string {
  return measure === 'money' ? `${value / 1_000_000} ${currency}` : String(value);
}
