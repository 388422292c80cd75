import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import type { Router } from '../router/router.ts';
import type { Agent } from './agent.ts';
import { escalate } from './escalate.ts';
import type { AgentResult, Conversation, StopReason } from './loop/conversation.ts';
import { MissionStoppedError } from './loop/mission-stopped-error.ts';
import type { Mission } from './mission.ts';

/** Who has a mission now, and who had it before. Plain JSON, because it goes through `continueAs`. */
export type Assignment = {
  readonly agent: string;
  readonly why: string;
  readonly models: readonly string[];
  readonly tried: readonly string[];
};

/** Reasons another agent may do better for. What was spent stays spent, and time is over for all. */
const mayHelp: ReadonlySet<StopReason> = new Set(['models', 'loop', 'repairs', 'turns', 'filtered']);

/** What assigning takes. */
export interface Assigning {
  readonly context: FunctionContext;
  readonly mission: Mission;
  readonly router: Router;
  readonly agent: (name: string) => Agent | undefined;
  /** Who had the mission when the function continued as new. */
  readonly before: Assignment | null;
  /** Asks people about an agent that goes round in circles, once nobody else takes its mission. */
  readonly asksPeople: boolean;
}

/**
 * Gives a mission to the agent that is named, else to the one that is chosen, and to the next when that one stops. Who
 * is chosen is recorded, so an invocation after a crash goes on with the same; what came of it is noted for the next time.
 */
export async function assign(
  assigning: Assigning,
  work: (assignment: Assignment, advised: Conversation | null) => Promise<AgentResult>,
): Promise<AgentResult> {
  let assignment = assigning.before ?? (await firstOf(assigning));
  let advised: Conversation | null = null;
  for (;;) {
    const conversation = advised;
    try {
      return await noted(assignment, { ...assigning, work: (one) => work(one, conversation) });
    } catch (error) {
      const next = await nextAfter(error, { assigning, assignment });
      advised = next === null ? await adviceAfter(error, { assigning, assignment }) : null;
      if (next === null && advised === null) throw error;
      assignment = next ?? assignment;
    }
  }
}

interface Ended {
  readonly assigning: Assigning;
  readonly assignment: Assignment;
}

async function adviceAfter(error: unknown, { assigning, assignment }: Ended): Promise<Conversation | null> {
  const { asksPeople, context, mission } = assigning;
  if (!asksPeople) return null;
  return escalate({ context, agent: assignment.agent, mission: mission.prompt, error });
}

async function firstOf({ context, mission, router, agent }: Assigning): Promise<Assignment> {
  if (mission.agent === null) {
    const chosen = await chooseNext([], { context, mission, router, agent });
    if (chosen !== null) return chosen;
    throw misconfigured(`no agent has the skills ${mission.skills.join(', ')}; \`baton agents\` lists who there is`);
  }
  const named = agent(mission.agent);
  if (named === undefined) throw misconfigured(`there is no agent ${mission.agent}`);
  const given = { agent: mission.agent, why: 'named', models: named.models, tried: [] };
  const isAsWritten = !router.isBalancing && mission.prefer === 'quality';
  if (named.models.length < 2 || isAsWritten) return given;
  const choosing = { context, router, agent: named, mission };
  return context.step('choose model', () => taken(given, choosing), { repeat: 'safe' });
}

/** The models in the order of now, counted at once as in hand: whoever chooses next sees it. */
function taken(
  assignment: Omit<Assignment, 'models'>,
  { context, router, agent, mission }: Pick<Assigning, 'context' | 'router' | 'mission'> & { readonly agent: Agent },
): Assignment {
  const at = context.now();
  const models = router.models(agent, { now: at, prefer: mission.prefer });
  router.record.begin(keyOf(context, assignment), { agent: agent.name, model: models[0] ?? '', at });
  return { ...assignment, models };
}

function keyOf({ idempotencyKey }: FunctionContext, { tried }: Pick<Assignment, 'tried'>): string {
  return `${idempotencyKey}#${tried.length}`;
}

async function nextAfter(error: unknown, { assigning, assignment }: Ended): Promise<Assignment | null> {
  if (assigning.mission.agent !== null) return null;
  if (!(error instanceof MissionStoppedError) || !mayHelp.has(error.reason)) return null;
  return chooseNext([...assignment.tried, assignment.agent], assigning);
}

async function chooseNext(
  tried: readonly string[],
  { context, mission, router, agent }: Omit<Assigning, 'before' | 'asksPeople'>,
): Promise<Assignment | null> {
  const { skills, prompt, context: about } = mission;
  return context.step(
    'choose agent',
    async () => {
      await router.remember();
      const choice = router.choose({ skills, prompt, context: about, tried }, context.now());
      const chosen = choice === null ? undefined : agent(choice.agent);
      if (choice === null || chosen === undefined) return null;
      return taken({ agent: chosen.name, why: choice.why, tried }, { context, router, agent: chosen, mission });
    },
    { repeat: 'safe' },
  );
}

/** The work, with its beginning and its end in the track record. An invocation that goes on elsewhere notes nothing. */
async function noted(
  assignment: Assignment,
  { context, router, work }: Assigning & { readonly work: (assignment: Assignment) => Promise<AgentResult> },
): Promise<AgentResult> {
  const { models } = assignment;
  // The record is of the agent, whichever version of it was named.
  const [agent = ''] = assignment.agent.split(':');
  const key = keyOf(context, assignment);
  const [model = ''] = models;
  const at = context.now();
  router.record.begin(key, { agent, model, at });
  const end = ({ passed, tokens }: { readonly passed: boolean; readonly tokens: number }): void => {
    const now = context.now();
    router.record.note(key, { agent, model, passed, tokens, at: now, milliseconds: now - at });
  };
  try {
    const result = await work(assignment);
    const { inputTokens, outputTokens } = result.handOff.spent;
    end({ passed: true, tokens: inputTokens + outputTokens });
    return result;
  } catch (error) {
    if (error instanceof MissionStoppedError) end({ passed: false, tokens: 0 });
    throw error;
  }
}

/** Who had the mission: written by the function itself and kept as it was. */
export function assignmentIn(input: Json): Assignment | null {
  const assignment = isJsonObject(input) ? input['assignment'] : undefined;
  return isJsonObject(assignment) ? (assignment as JsonObject & Assignment) : null;
}

function misconfigured(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
