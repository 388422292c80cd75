import {
  amountsFromJson,
  canonicalJson,
  fault,
  FaultError,
  isJsonObject,
  sha256,
  type Budget,
  type Json,
  type JsonObject,
} from '@batonhq/core';
import type { ModelPreference } from '../router/router.ts';
import type { ChainLink } from '../memory/signature.ts';
import type { UserPart } from '../model/message.ts';

/** What an agent is asked to do: the input of the function `agent`. */
export interface Mission {
  /** The agent's name; null when one is to be chosen. */
  readonly agent: string | null;
  /** Skills that whoever is chosen needs. */
  readonly skills: readonly string[];
  /** What counts in the model that is asked first. */
  readonly prefer: ModelPreference;
  /** The task, in words. */
  readonly prompt: string;
  readonly images: readonly { readonly mediaType: string; readonly data: string }[];
  /** What it should know, as data. */
  readonly context: Json;
  /** JSON Schema of the answer. */
  readonly output: Json | null;
  /** A function that judges the answer: it is given `{ prompt, text, output }` and returns `{ passed, reason? }`. */
  readonly success: string | null;
  /** What it may spend: money in units, tokens in and out together, calls of models, milliseconds in them. */
  readonly budget: Budget;
  /** The missions that led to this one, when an agent handed it on. */
  readonly chain: readonly ChainLink[];
}

/** The schema of the function's input; the engine checks it before the function is invoked. */
export const missionSchema: JsonObject = {
  type: 'object',
  required: ['prompt'],
  anyOf: [{ required: ['agent'] }, { required: ['skills'] }],
  additionalProperties: false,
  properties: {
    agent: { type: 'string', minLength: 1 },
    skills: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    prefer: { enum: ['quality', 'cost'] },
    prompt: { type: 'string', minLength: 1 },
    images: {
      type: 'array',
      items: {
        type: 'object',
        required: ['mediaType', 'data'],
        properties: { mediaType: { type: 'string', pattern: '^image/' }, data: { type: 'string' } },
      },
    },
    context: true,
    output: { type: ['object', 'boolean'] },
    success: { type: 'string', minLength: 1 },
    chain: { type: 'array', description: 'Set by the loop of the agent that handed it on.' },
    conversation: { type: 'object', description: 'Set by the function itself when it continues as new.' },
    assignment: { type: 'object', description: 'Set by the function itself when it continues as new.' },
    budget: {
      type: 'object',
      additionalProperties: false,
      properties: {
        money: { type: 'number', minimum: 0 },
        tokens: { type: 'integer', minimum: 1 },
        calls: { type: 'integer', minimum: 1 },
        time: { type: 'integer', minimum: 1 },
      },
    },
  },
};

/** Reads a mission that fits the schema. */
export function readMission(input: Json): Mission {
  const {
    agent,
    skills,
    prefer,
    prompt,
    images,
    context = null,
    output = null,
    success,
    budget,
    chain,
  } = isJsonObject(input) ? input : {};
  if (typeof prompt !== 'string')
    throw new FaultError(fault('validation', 'a mission is an object with prompt, and agent or skills'));
  return {
    agent: typeof agent === 'string' ? agent : null,
    skills: Array.isArray(skills) ? skills.filter((skill) => typeof skill === 'string') : [],
    prefer: prefer === 'cost' ? 'cost' : 'quality',
    prompt,
    images: Array.isArray(images) ? images.flatMap(imageOf) : [],
    context,
    output,
    success: typeof success === 'string' ? success : null,
    budget: isJsonObject(budget) ? limitsOf(budget) : {},
    chain: Array.isArray(chain) ? chain.flatMap(linkIn) : [],
  };
}

/** The first message of the conversation. */
export function openingParts({ prompt, images, context }: Mission): readonly UserPart[] {
  const known = context === null ? '' : `\n\nWhat you should know, as JSON:\n${JSON.stringify(context)}`;
  return [{ kind: 'text', text: prompt + known }, ...images.map((image) => ({ kind: 'image', ...image }) as const)];
}

function imageOf(value: Json): Mission['images'] {
  if (!isJsonObject(value)) return [];
  const { mediaType, data } = value;
  return typeof mediaType === 'string' && typeof data === 'string' ? [{ mediaType, data }] : [];
}

function linkIn(value: Json): readonly ChainLink[] {
  if (!isJsonObject(value)) return [];
  const { agent, asked, step, within } = value;
  if (typeof agent !== 'string' || typeof asked !== 'string' || typeof step !== 'string') return [];
  return [{ agent, asked, step, within: amountsFromJson(within ?? {}) }];
}

/** Tells a mission from others: the same words about the same data. */
export function askedBy({ prompt, context }: Pick<Mission, 'prompt' | 'context'>): string {
  return sha256(canonicalJson([prompt, context])).slice(0, 16);
}

function limitsOf(budget: JsonObject): Budget {
  const limits = (['money', 'tokens', 'calls', 'time'] as const).flatMap((measure) => {
    const limit = budget[measure];
    return typeof limit === 'number' ? [[measure, limit] as const] : [];
  });
  return Object.fromEntries(limits);
}
