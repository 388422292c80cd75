import type { Model, PriceList } from '@batonhq/agents';
import type { PlannableFunction, Planner, PlannerSurroundings, Proposal } from '@batonhq/agents/planner';
import type { JsonObject } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';
import type { Commanding } from '../folder/doors.ts';

/** What planning with a model needs of the system. */
export interface PlanningModels {
  /** By the names people write, in the order they are tried. */
  readonly references: readonly string[];
  readonly model: (reference: string) => Promise<Model>;
  readonly prices: PriceList;
  readonly functions: (tenant: string) => Promise<readonly PlannableFunction[]>;
}

/** The durable function that asks the models; loaded when somebody plans. */
export function planningFunction({ references, model, prices, functions }: PlanningModels): FunctionDefinition {
  return {
    name: 'planner',
    version: '1.0.0',
    async run(context, input) {
      const { plannerFunction } = await import('@batonhq/agents/planner');
      const known = await functions(context.tenant);
      const surroundings: PlannerSurroundings = {
        models: () => Promise.all(references.map((reference) => model(reference))),
        functions: () => known,
        prices,
      };
      return plannerFunction(surroundings).run?.(context, input);
    },
  };
}

const planning: JsonObject = {
  document: { dsl: '1.0.3', namespace: 'baton', name: 'plan', version: '1.0.0' },
  do: [{ propose: { call: 'planner:1.0.0@default', with: { request: '${ . }' } } }],
};

/** Plans by an execution: every call of the model is recorded, within budgets, and paid for once. */
export function modelPlanner(door: Pick<Commanding, 'start' | 'result'>, references: readonly string[]): Planner {
  return {
    name: `model ${references[0] ?? ''}`,
    async propose(request) {
      const input: JsonObject = JSON.parse(JSON.stringify(request));
      const { tenant = 'local', user = 'local' } = request;
      const id = await door.start({ definition: planning, input, tenant, user });
      const result = await door.result(id);
      // The function puts out what a planner proposes, and its execution records it as it is.
      if (result.phase === 'completed') return Object(result.output) as Proposal;
      const why = result.phase === 'faulted' ? (result.fault.detail ?? result.fault.type) : 'planning was cancelled';
      return { kind: 'abstained', why, questions: [] };
    },
  };
}
