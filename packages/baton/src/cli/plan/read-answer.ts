import type { JsonObject } from '@batonhq/core';
import type { Question } from '@batonhq/agents/planner';

/** What somebody typed as the answer to a question: a choice by its number, or words; null for a number that no choice has. */
export function readAnswer(said: string, choices: readonly string[]): string | null {
  const isNumber = /^\d+$/.test(said);
  return choices[Number(said) - 1] ?? (isNumber && choices.length > 0 ? null : said);
}

/** Questions that a plan still asks and that were not answered, or with something that is none of the choices. */
export function unanswered(questions: readonly Question[], context: JsonObject): readonly Question[] {
  return questions.filter(({ name, choices }) => {
    const answer = context[name];
    return answer === undefined || (choices !== undefined && !choices.some((choice) => choice === answer));
  });
}
