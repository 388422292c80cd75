import { ask, type Json, type JsonObject } from '../client.ts';

/** How an agent did what it was given. */
export interface Scorecard {
  readonly missions: number;
  readonly passed: number;
  readonly successRate: number | null;
  readonly meanMilliseconds: number | null;
  readonly meanTokens: number | null;
  readonly failuresInARow: number;
  readonly inHand: number;
  readonly most: number;
  readonly lastEndedAt: number | null;
}

export interface Agent {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly skills: readonly string[];
  readonly tools: readonly string[];
  readonly models: readonly string[];
  /** Who made it: `baton`, a `file`, or a `program`. */
  readonly from: string;
  readonly health: { readonly state: string; readonly detail: string };
  readonly scorecard: Scorecard;
}

/** A mission that was given to an agent, and why to this one. */
export interface Assignment {
  readonly execution: string;
  readonly task: string;
  readonly agent: string;
  readonly why: string;
  readonly at: number;
  readonly phase: string;
  readonly reason: string | null;
  readonly detail: string | null;
}

export interface AgentDetails extends Agent {
  readonly instructions: string;
  readonly output: Json;
  readonly limits: JsonObject;
  readonly missingTools: readonly string[];
  readonly assignments: readonly Assignment[];
}

/** Agents and what they did. */
export const agents = {
  list: () => ask<{ readonly agents: readonly Agent[] }>('/api/agents'),
  one: (name: string) => ask<AgentDetails>(`/api/agents/${encodeURIComponent(name)}`),
};
