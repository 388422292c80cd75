import { canonicalJson, sha256, type JsonObject } from '@batonhq/core';
import { defaultAgentLimits, type Agent } from '../agent/agent.ts';
import type { PlannableFunction } from './plan.ts';

/**
 * The function `agent` as plans may use it: one row for all agents there are. Its hash covers each one's envelope (version,
 * models, tools, limits), so that a plan which was agreed to does not outlive what its agents were allowed.
 */
export function agentCard(agents: readonly Agent[]): PlannableFunction {
  const known = agents.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const envelopes = known.map(envelopeOf);
  const described = {
    name: 'agent',
    version: '1.0.0',
    description: `Gives a mission to an agent, for work that needs a language model. Agents: ${known
      .map(({ name, description, tools }) => `${name} (${description}; uses ${tools.join(', ') || 'no tools'})`)
      .join('; ')}`,
    input: missionInput(known.map(({ name }) => name)),
    output: {
      type: 'object',
      properties: { text: { type: 'string' }, output: {}, handOff: { type: 'object' } },
    },
    facts: {
      risk: 'medium',
      why: 'it decides by itself which of its tools to use, within its limits',
      reads: ['whatever its tools read'],
      writes: ['whatever its tools write'],
      duration: { low: 2_000, expected: 20_000, high: 300_000 },
      tokens: { low: 1_000, expected: 8_000, high: 80_000 },
    },
  } as const;
  return { ...described, hash: sha256(canonicalJson({ ...described, envelopes })) };
}

function envelopeOf({ name, version, models, tools, limits }: Agent): JsonObject {
  return { name, version, models: [...models], tools: [...tools], limits: { ...defaultAgentLimits, ...limits } };
}

function missionInput(names: readonly string[]): JsonObject {
  const count = { type: 'integer', minimum: 1 };
  return {
    type: 'object',
    required: ['agent', 'prompt'],
    additionalProperties: false,
    properties: {
      agent: { type: 'string', enum: [...names] },
      prompt: { type: 'string', minLength: 1 },
      context: {},
      output: { type: 'object' },
      budget: { type: 'object', additionalProperties: false, properties: { calls: count, tokens: count } },
    },
  };
}
