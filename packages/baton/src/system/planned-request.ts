import { PlanAbstainedError } from './plan-abstained-error.ts';
import type { SystemPlanning } from './planning.ts';
import { RequestError } from './request-error.ts';
import type { SubmitRequest, WorkflowRequest } from './submit-request.ts';

/**
 * Plans for what a request wants, unless it names a workflow. Throws {@link RequestError} when it wants neither or both,
 * what planning throws, and {@link PlanAbstainedError} for a plan that leaves something open: nobody is there to ask.
 */
export async function plannedRequest(request: SubmitRequest, planning: SystemPlanning): Promise<WorkflowRequest> {
  const { workflow, type, description, requirements, businessContext, ...rest } = request;
  const goal = request.goal ?? description ?? type;
  if (workflow !== undefined && goal !== undefined)
    throw new RequestError('`workflow` and a goal exclude each other: submit one of them');
  if (workflow !== undefined) return { ...rest, workflow };
  if (goal === undefined || goal.trim() === '')
    throw new RequestError('nothing to do: give a `workflow`, a `goal`, or a `type` with its `description`');
  const plan = await planning.plan(goal, {
    ...(type !== undefined && { type }),
    ...(requirements !== undefined && { requirements }),
    ...(businessContext !== undefined && { context: businessContext }),
    ...(request.user !== undefined && { user: request.user }),
    ...(request.tenant !== undefined && { tenant: request.tenant }),
  });
  if (plan.questions.length > 0)
    throw new PlanAbstainedError('the plan leaves something open: say in `businessContext`', plan.questions);
  return { ...rest, workflow: plan.definition };
}
