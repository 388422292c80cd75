import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { FunctionContext, FunctionDefinition } from '@batonhq/engine';
import { textOf } from '../../model/message.ts';
import type { Model } from '../../model/model.ts';
import { PriceList } from '../../model/price/price-list.ts';
import { askModel } from '../../agent/loop/ask-model.ts';
import type { PlannableFunction, PlanRequest, Proposal } from '../plan.ts';
import { proposeByModel } from './propose-by-model.ts';

/** Where the function `planner` finds what it plans with. */
export interface PlannerSurroundings {
  /** In the order they are tried. */
  readonly models: () => Promise<readonly Model[]>;
  readonly functions: () => readonly PlannableFunction[];
  readonly prices?: PriceList;
}

/** Milliseconds a proposal may take, all rounds together. */
const mostTime = 10 * 60_000;

/**
 * The function of the catalog behind planning with a model: every call of the model is a recorded step within the
 * budgets, so a process that dies pays for no answer twice. Input: `{ request }`; output: the proposal.
 */
export function plannerFunction(surroundings: PlannerSurroundings): FunctionDefinition {
  return {
    name: 'planner',
    version: '1.0.0',
    input: requestSchema,
    repeat: 'keyed',
    run: (context, input) => plan(context, { request: requestOf(input), surroundings }),
  };
}

const requestSchema: JsonObject = {
  type: 'object',
  required: ['request'],
  additionalProperties: false,
  properties: { request: { type: 'object', required: ['goal', 'now', 'zone'] } },
};

async function plan(
  context: FunctionContext,
  { request, surroundings }: { readonly request: PlanRequest; readonly surroundings: PlannerSurroundings },
): Promise<Proposal> {
  const models = await surroundings.models();
  const [first] = models;
  if (first === undefined) throw new FaultError(fault('configuration', 'there is no model to plan with'));
  const deadline = context.now() + mostTime;
  const prices = surroundings.prices ?? new PriceList();
  return proposeByModel(request, surroundings.functions(), {
    name: `model ${first.reference}`,
    async ask(modelRequest) {
      const asked = await askModel({ context, models, request: modelRequest, prices, budget: {}, deadline });
      if (asked.kind === 'reply') return textOf(asked.reply.parts);
      const why = asked.kind === 'too-long' ? 'the goal and its functions are too long for the model' : asked.detail;
      throw new FaultError(fault('runtime', `no model planned: ${why}`));
    },
  });
}

/** The request as the SDK wrote it. */
function requestOf(input: Json): PlanRequest {
  const request = isJsonObject(input) ? input['request'] : null;
  const { goal, now, zone, ...rest } = isJsonObject(request) ? request : {};
  if (typeof goal !== 'string' || typeof now !== 'number' || typeof zone !== 'string')
    throw new FaultError(fault('validation', 'a request to plan has a goal, the time and a zone'));
  return { ...(rest as Partial<PlanRequest>), goal, now, zone };
}
