import { z } from '@hono/zod-openapi';
import { object } from './shapes.ts';

const texts = z.array(z.string());
const instant = z.number().nullable();

/** How an agent has done what a tenant gave it: its last 200 missions, and what it has in hand. */
const scorecard = z.object({
  missions: z.number(),
  passed: z.number(),
  successRate: z.number().nullable(),
  meanMilliseconds: z.number().nullable(),
  meanTokens: z.number().nullable(),
  failuresInARow: z.number(),
  inHand: z.number(),
  most: z.number(),
  lastEndedAt: instant,
});

const health = z.object({
  state: z.enum(['well', 'failing', 'resting', 'busy', 'unable', 'unproven']),
  detail: z.string(),
});

/** An agent as a list shows it. */
export const agentRow = z
  .object({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    skills: texts,
    tools: texts,
    models: texts,
    from: z.enum(['baton', 'file', 'program']),
    health,
    scorecard,
  })
  .openapi('Agent');

/** A mission, who has it, and why. */
export const assignment = z
  .object({
    execution: z.string(),
    task: z.string(),
    agent: z.string(),
    why: z.string(),
    tried: texts,
    at: z.number(),
    endedAt: instant,
    phase: z.enum(['open', 'completed', 'stopped']),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    tokens: z.number().nullable(),
  })
  .openapi('Assignment');

/** Everything about one agent. */
export const agentPage = agentRow
  .extend({
    instructions: z.string(),
    output: z.unknown(),
    limits: object,
    missingTools: texts,
    assignments: z.array(assignment),
  })
  .openapi('AgentPage');

/** A tool that agents may be given. */
export const toolRow = z
  .object({
    name: z.string(),
    description: z.string(),
    input: z.unknown(),
    function: z.string(),
    workflow: z.string().nullable(),
    risk: z.enum(['low', 'medium', 'high']).nullable(),
    trust: z.enum(['owner', 'fetched']),
    sinks: z.array(z.object({ member: z.string(), kind: z.string() })),
    agents: texts,
  })
  .openapi('Tool');

/** A function that definitions may call. */
export const functionRow = z
  .object({
    name: z.string(),
    version: z.string(),
    description: z.string().nullable(),
    risk: z.enum(['low', 'medium', 'high']).nullable(),
    repeat: z.string(),
    input: z.unknown(),
    output: z.unknown(),
  })
  .openapi('Function');

/** Agents, tools and functions, as whoever hosts the API knows them. What missions came to is each tenant's own. */
export interface AgentDirectory {
  agents(tenant: string): Promise<readonly z.infer<typeof agentRow>[]>;
  /** Null when there is no agent of that name. */
  agent(tenant: string, name: string): Promise<z.infer<typeof agentPage> | null>;
  /** Who had the missions of an execution, oldest first. */
  assignments(tenant: string, execution: string): Promise<readonly z.infer<typeof assignment>[]>;
  tools(): readonly z.infer<typeof toolRow>[];
  functions(): readonly z.infer<typeof functionRow>[];
}

/** Where there are no agents. */
export const noAgents: AgentDirectory = {
  agents: async () => [],
  agent: async () => null,
  assignments: async () => [],
  tools: () => [],
  functions: () => [],
};
