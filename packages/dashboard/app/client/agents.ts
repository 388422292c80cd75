import type { Answer } from '@batonhq/server/client';
import { api } from './api.ts';

/** An agent, how it stands, and how it did what it was given. */
export type Agent = Answer<'GET /api/agents'>['agents'][number];

/** Everything about one agent. */
export type AgentDetails = Answer<'GET /api/agents/{name}'>;

/** A mission that was given to an agent, and why to this one. */
export type Assignment = AgentDetails['assignments'][number];

/** Agents and what they did. */
export const agents = {
  list: () => api.call('GET /api/agents'),
  one: (name: string) => api.call('GET /api/agents/{name}', { params: { name } }),
};
