import { fault, FaultError, isJsonObject, SchemaSyntaxError, type Json, type JsonObject } from '@batonhq/core';
import { JsonSchemaCompiler, type FunctionContext, type FunctionDefinition } from '@batonhq/engine';
import type { Model } from '../model/model.ts';
import { ModelReferenceError } from '../model/model-reference-error.ts';
import { PriceList } from '../model/price/price-list.ts';
import { Router } from '../router/router.ts';
import type { Tool } from '../tool/tool.ts';
import type { Agent } from './agent.ts';
import { assign, assignmentIn, type Assignment } from './assign.ts';
import { AgentLoop, type Workplace } from './loop/agent-loop.ts';
import type { AnswerCheck } from './loop/answer.ts';
import type { AgentResult, Conversation } from './loop/conversation.ts';
import { missionSchema, readMission, type Mission } from './mission.ts';

/** Where the function `agent` finds what missions name. */
export interface AgentSurroundings {
  readonly agent: (name: string) => Agent | undefined;
  readonly tool: (name: string) => Tool | undefined;
  /** Throws `ModelReferenceError`. */
  readonly model: (reference: string) => Model | Promise<Model>;
  /** What models cost; the usual prices by default. */
  readonly prices?: PriceList;
  /** Chooses agents for missions that name none; without one nobody is found for them. */
  readonly router?: Router;
  /**
   * Asks people when an agent goes round in circles and nobody else takes its mission: they let it go on with advice, or end
   * it. Needs `adviceFunction` in the catalog. False by default: the mission ends.
   */
  readonly asksPeople?: boolean;
  /** Text as models write it. */
  readonly onText?: (said: { readonly execution: string; readonly agent: string; readonly delta: string }) => void;
}

/**
 * The function of the catalog behind `call: agent`: it carries out one mission with one agent.
 *
 * Input: `{ agent or skills, prompt, images?, context?, output?, success?, budget? }`; output: `{ text, output, handOff }`. It
 * faults when the mission ends without its answer; the hand-off record is a step of it in either case.
 *
 * @example
 * ```ts
 * import { agentFunction } from '@batonhq/agents';
 * import { openModel } from '@batonhq/agents/models';
 *
 * const helper = {
 *   name: 'helper',
 *   version: '1.0.0',
 *   description: 'Answers questions',
 *   skills: ['answers'],
 *   instructions: 'Answer in one sentence.',
 *   models: ['http://127.0.0.1:11434/v1#llama3.3'],
 *   tools: [],
 * };
 * const definition = agentFunction({ agent: () => helper, tool: () => undefined, model: openModel });
 * ```
 */
export function agentFunction(surroundings: AgentSurroundings): FunctionDefinition {
  return {
    name: 'agent',
    version: '1.0.0',
    input: missionSchema,
    repeat: 'keyed',
    run: (context, input) => carryOut(context, { input, surroundings }),
  };
}

const usual = new PriceList();

interface CarryingOut {
  readonly input: Json;
  readonly surroundings: AgentSurroundings;
}

async function carryOut(context: FunctionContext, { input, surroundings }: CarryingOut): Promise<AgentResult> {
  const mission = readMission(input);
  const { prices = usual } = surroundings;
  const router = surroundings.router ?? new Router({ agents: () => [], prices, loadBalancing: false });
  const assigning = {
    context,
    mission,
    router,
    agent: surroundings.agent,
    before: assignmentIn(input),
    asksPeople: surroundings.asksPeople ?? false,
  };
  let conversation = conversationIn(input);
  return assign(assigning, async (assignment, advised) => {
    const place = await placeOf(context, { assignment, mission, surroundings });
    const loop = new AgentLoop(place, advised ?? conversation);
    // Whoever takes over begins anew: what the first one was told by its model is not an order to the next.
    conversation = null;
    return loop.work((reached) =>
      context.continueAs({ ...(isJsonObject(input) && input), conversation: reached, assignment }),
    );
  });
}

async function placeOf(
  context: FunctionContext,
  {
    assignment,
    mission,
    surroundings,
  }: { readonly assignment: Assignment; readonly mission: Mission; readonly surroundings: AgentSurroundings },
): Promise<Workplace> {
  const agent = surroundings.agent(assignment.agent);
  if (agent === undefined) throw misconfigured(`there is no agent ${assignment.agent}`);
  const { onText, prices = usual } = surroundings;
  return {
    context,
    agent,
    mission,
    models: await Promise.all(assignment.models.map((reference) => modelOf(reference, surroundings))),
    prices,
    tools: new Map(agent.tools.map((name) => [name, toolOf(name, { agent, surroundings })])),
    check: checkOf(mission.output ?? agent.output ?? null),
    ...(onText !== undefined && {
      onText: (delta: string) => onText({ execution: context.execution, agent: agent.name, delta }),
    }),
  };
}

/** How far the mission was when the function continued as new: written by this function and kept as it was. */
function conversationIn(input: Json): Conversation | null {
  const conversation = isJsonObject(input) ? input['conversation'] : undefined;
  return isJsonObject(conversation) ? (conversation as JsonObject & Conversation) : null;
}

async function modelOf(reference: string, { model }: AgentSurroundings): Promise<Model> {
  try {
    return await model(reference);
  } catch (error) {
    if (error instanceof ModelReferenceError) throw misconfigured(error.message);
    throw error;
  }
}

function toolOf(
  name: string,
  { agent, surroundings }: { readonly agent: Agent; readonly surroundings: AgentSurroundings },
): Tool {
  const tool = surroundings.tool(name);
  if (tool === undefined) throw misconfigured(`agent ${agent.name} names the tool ${name}, which nobody registered`);
  return tool;
}

function checkOf(schema: Json): AnswerCheck {
  if (schema === null) return null;
  try {
    return new JsonSchemaCompiler().compile(schema);
  } catch (error) {
    if (error instanceof SchemaSyntaxError) throw misconfigured(`the schema of the answer: ${error.message}`);
    throw error;
  }
}

function misconfigured(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
