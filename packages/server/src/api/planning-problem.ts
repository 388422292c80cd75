import type { Problem } from '@batonhq/engine/parts';

/** A problem of planning, with what helps to mend it. */
type PlanningProblem = Problem & { readonly questions?: unknown; readonly problems?: unknown };

/**
 * Planning that came to no plan: what has to be known first, or what is wrong with the plan, goes along. Null for any other
 * error; they are told apart by name, because planning belongs to whoever puts the server together.
 */
export function planningProblem(error: unknown): PlanningProblem | null {
  if (!(error instanceof Error)) return null;
  const problem = (kind: string, status: number, title: string): Problem => ({
    type: `urn:baton:problem:${kind}`,
    status,
    title,
    detail: error.message,
  });
  if (['PlanAbstainedError', 'QuestionsOpenError'].includes(error.name) && 'questions' in error)
    return { ...problem('questions-open', 422, 'Something has to be known first'), questions: error.questions };
  if (error.name === 'PlanRefusedError' && 'problems' in error)
    return { ...problem('plan-refused', 422, 'The plan must not be carried out'), problems: error.problems };
  return error.name === 'RequestError' ? problem('request', 400, 'Bad request') : null;
}
