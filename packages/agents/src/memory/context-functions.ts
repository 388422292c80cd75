import {
  fault,
  FaultError,
  isJsonObject,
  mergeRules,
  type ContextOrigin,
  type Json,
  type JsonObject,
  type MergeRule,
} from '@batonhq/core';
import type { ContextValue, FunctionContext, SharedContextDoor } from '@batonhq/engine';
import { Argument } from '../connector/workspace/argument.ts';
import type { ToolDefinition } from '../tool/tool-definition.ts';
import { originOfCall, signatureIn, signatureSchema } from './signature.ts';

/** Where the shared context is. */
export type ContextDoor = () => Pick<SharedContextDoor, 'read' | 'list' | 'write' | 'scopeOf'>;

const scope: JsonObject = {
  type: 'string',
  pattern: '^(?:tenant|execution|project:.{1,200})$',
  description:
    'Where it counts: execution (the default) for this work and all it started, tenant for everybody, project:NAME',
};
const key: JsonObject = { type: 'string', minLength: 1, maxLength: 200, description: 'What it is called' };
const origins = ['user', 'tool', 'web', 'workflow'] as const;

/** Values that a list holds at most, and characters of one that it shows. */
const mostListed = 100;
const longestShown = 2_000;

/** Functions by which definitions and agents read and write what they share; each value says where it came from. */
export function contextFunctions(door: ContextDoor): readonly ToolDefinition[] {
  return [reading(door), listing(door), writing(door), removing(door)];
}

function reading(door: ContextDoor): ToolDefinition {
  return {
    name: 'context_read',
    description: 'A value that you and others share, with its version, who wrote it and where it came from',
    input: { type: 'object', required: ['key'], additionalProperties: false, properties: { key, scope } },
    repeat: 'safe',
    run: async (context, input) => {
      const named = await nameOf(door, context, input);
      const value = await door().read(named);
      if (value === null) return { found: false, value: null, version: 0, conflicts: [] };
      return { found: true, ...shown(value) };
    },
  };
}

function listing(door: ContextDoor): ToolDefinition {
  return {
    name: 'context_list',
    description: 'The values that you and others share, by the beginning of their keys',
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { prefix: { type: 'string', maxLength: 200 }, scope },
    },
    repeat: 'safe',
    run: async (context, input) => {
      const { tenant, scope: where } = await nameOf(door, context, input);
      const prefix = new Argument(input).text('prefix', '');
      const values = await door().list({ tenant, scope: where, prefix });
      return { count: values.length, values: values.slice(0, mostListed).map(shortly) };
    },
  };
}

function writing(door: ContextDoor): ToolDefinition {
  return {
    name: 'context_write',
    description:
      'Writes a value for others to read. Replacing one needs the version you read, as `expected`; `merge` joins instead. When somebody else wrote meanwhile it is refused: read again',
    input: {
      type: 'object',
      required: ['key', 'value'],
      additionalProperties: false,
      properties: {
        key,
        scope,
        value: {},
        expected: { type: 'integer', minimum: 0, description: 'The version you read; 0 when there was none' },
        merge: { enum: [...mergeRules], description: 'How it joins what is there, instead of replacing it' },
        resolves: { type: 'array', items: { type: 'integer' }, description: 'Numbers of conflicts that this settles' },
        origin: { enum: [...origins], description: 'Where a definition has it from' },
        source: { type: 'string', maxLength: 500, description: 'Which tool, path or address' },
        signed: signatureSchema,
      },
    },
    run: (context, input) => write(door, context, input),
  };
}

function removing(door: ContextDoor): ToolDefinition {
  return {
    name: 'context_remove',
    description: 'Takes away a value that is shared; `expected` is the version you read',
    input: {
      type: 'object',
      required: ['key', 'expected'],
      additionalProperties: false,
      properties: { key, scope, expected: { type: 'integer', minimum: 1 }, signed: signatureSchema },
    },
    run: (context, input) => write(door, context, input),
  };
}

async function write(door: ContextDoor, context: FunctionContext, input: Json): Promise<JsonObject> {
  const given = new Argument(input);
  const signature = signatureIn(input, context);
  const { execution, task, idempotencyKey } = context;
  const merge = mergeIn(given);
  const answer = await door().write({
    ...(await nameOf(door, context, input)),
    value: isJsonObject(input) ? input['value'] : undefined,
    expected: given.number('expected', 0),
    origin: originOfCall(signature, toldOrigin(given)),
    by: { execution, task, ...(signature !== null && { agent: signature.agent }) },
    request: idempotencyKey,
    resolves: given.list('resolves').filter((one) => typeof one === 'number'),
    ...(merge !== null && { merge }),
  });
  if (answer.isWritten) return { version: answer.version };
  throw new FaultError(fault('runtime', refusal(given.text('key'), answer.there), { status: 409 }));
}

function refusal(name: string, there: ContextValue | null): string {
  if (there === null || there.version === 0)
    return `${name} was not written: nothing of that version is there any more`;
  const who = there.by?.agent ?? there.by?.user ?? there.by?.execution ?? 'somebody';
  const value = JSON.stringify(there.value).slice(0, longestShown);
  return `${name} was not written, and that is recorded: version ${there.version} is there, by ${who}: ${value}. Write again with expected ${there.version} when yours should take its place`;
}

function mergeIn(given: Argument): MergeRule | null {
  return mergeRules.find((rule) => rule === given.text('merge', '')) ?? null;
}

function toldOrigin(given: Argument): ContextOrigin {
  const kind = origins.find((one) => one === given.text('origin', '')) ?? 'workflow';
  return { kind, ...(given.has('source') && { source: given.text('source') }) };
}

async function nameOf(door: ContextDoor, { tenant, execution }: FunctionContext, input: Json) {
  const given = new Argument(input);
  const where = given.text('scope', 'execution');
  return {
    tenant,
    scope: where === 'execution' ? await door().scopeOf(execution) : where,
    key: given.text('key', ''),
  };
}

function shown({ value, version, at, origin, by, conflicts }: ContextValue): JsonObject {
  return {
    value,
    version,
    at: new Date(at).toISOString(),
    origin: plain(origin),
    by: plain(by),
    conflicts: conflicts.map(({ number, by: other, why, value: refused }) => ({
      number,
      why,
      by: plain(other),
      value: refused,
    })),
  };
}

/** What a list shows of a value: one that is long has to be read by itself. */
function shortly(value: ContextValue): JsonObject {
  const isLong = JSON.stringify(value.value).length > longestShown;
  const { conflicts, ...rest } = shown(value);
  return {
    key: value.key,
    ...rest,
    ...(isLong && { value: null, isLong }),
    conflicts: Array.isArray(conflicts) ? conflicts.length : 0,
  };
}

function plain(value: object | null): Json {
  return value === null ? null : JSON.parse(JSON.stringify(value));
}
