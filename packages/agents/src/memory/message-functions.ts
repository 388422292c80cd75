import {
  fault,
  FaultError,
  parseDuration,
  sha256,
  type AgentMessage,
  type Json,
  type JsonObject,
  type MessageFilter,
} from '@batonhq/core';
import { MessageLoopError, type FunctionContext, type MessageDoor, type SharedContextDoor } from '@batonhq/engine';
import { Argument } from '../connector/workspace/argument.ts';
import type { ToolDefinition } from '../tool/tool-definition.ts';
import { originOfCall, signatureIn, signatureSchema } from './signature.ts';

/** Where mailboxes are. */
export interface MessageSurroundings {
  readonly messages: () => Pick<MessageDoor, 'send' | 'receive' | 'acknowledge' | 'arrival'>;
  readonly scopeOf: SharedContextDoor['scopeOf'];
  /** `namespace/name` of the definition of an execution. */
  readonly definitionOf: (execution: string) => Promise<string>;
}

const name: JsonObject = { type: 'string', minLength: 1, maxLength: 200 };
const usualLimit = 10;

/** The longest that a call waits for a message, in milliseconds: ten minutes. */
const longestWait = 600_000;

/** Functions by which agents and definitions write to agents, and agents read what was written to them. */
export function messageFunctions(surroundings: MessageSurroundings): readonly ToolDefinition[] {
  return [sending(surroundings), receiving(surroundings), finishing(surroundings)];
}

function sending(surroundings: MessageSurroundings): ToolDefinition {
  return {
    name: 'message_send',
    description:
      'Writes to another agent: `to` is its name, `type` says what it is (request, result, question, ...), `body` is anything. It is delivered when that agent looks for its messages',
    input: {
      type: 'object',
      required: ['to', 'body'],
      additionalProperties: false,
      properties: {
        to: name,
        type: { ...name, description: 'request when it is missing' },
        body: {},
        correlation: { ...name, description: 'What it belongs to; this work when it is missing' },
        id: { ...name, description: 'The same id again is the same message' },
        signed: signatureSchema,
      },
    },
    run: (context, input) => send(surroundings, context, input),
  };
}

function receiving(surroundings: MessageSurroundings): ToolDefinition {
  return {
    name: 'message_receive',
    description:
      'Messages that were written to you. Say message_done for each when you have dealt with it: what you do not finish is given to another',
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        agent: { ...name, description: 'Whose mailbox; an agent has its own and no other' },
        from: name,
        type: name,
        correlation: name,
        limit: { type: 'integer', minimum: 1, maximum: 100 },
        wait: { type: 'string', description: 'How long to wait for one, such as PT30S; at most PT10M' },
        signed: signatureSchema,
      },
    },
    run: (context, input) => receive(surroundings, context, input),
  };
}

function finishing({ messages }: MessageSurroundings): ToolDefinition {
  return {
    name: 'message_done',
    description: 'Says that you have dealt with messages, by their ids',
    input: {
      type: 'object',
      required: ['ids'],
      additionalProperties: false,
      properties: { ids: { type: 'array', items: name, minItems: 1 }, agent: name, signed: signatureSchema },
    },
    run: async (context, input) => {
      const ids = new Argument(input).texts('ids');
      const { tenant, execution } = context;
      await messages().acknowledge({ tenant, agent: mailboxOf(context, input), execution, ids });
      return { done: ids.length };
    },
  };
}

async function send(
  { messages, scopeOf, definitionOf }: MessageSurroundings,
  context: FunctionContext,
  input: Json,
): Promise<JsonObject> {
  const given = new Argument(input);
  const { tenant, execution, idempotencyKey } = context;
  const signature = signatureIn(input, context);
  const id = given.text('id', sha256(idempotencyKey).slice(0, 24));
  try {
    const isNew = await messages().send({
      tenant,
      id,
      from: signature === null ? `workflow:${await definitionOf(execution)}` : `agent:${signature.agent}`,
      to: given.text('to'),
      type: given.text('type', 'request'),
      body: given.json('body'),
      correlation: given.text('correlation', await scopeOf(execution)),
      origin: originOfCall(signature, { kind: 'workflow' }),
    });
    return { id, isNew };
  } catch (error) {
    if (error instanceof MessageLoopError) throw new FaultError(fault('runtime', error.message, { status: 508 }));
    throw error;
  }
}

async function receive(
  { messages }: MessageSurroundings,
  context: FunctionContext,
  input: Json,
): Promise<{ readonly messages: readonly AgentMessage[] }> {
  const given = new Argument(input);
  const { tenant, execution, idempotencyKey: request, signal } = context;
  const agent = mailboxOf(context, input);
  const limit = given.number('limit', usualLimit);
  const until = AbortSignal.any([signal, AbortSignal.timeout(waitIn(given))]);
  for (;;) {
    const arrival = new AbortController();
    const arrived = messages().arrival(tenant, agent, AbortSignal.any([until, arrival.signal]));
    const received = await messages().receive({ tenant, agent, execution, request, limit, only: filterIn(given) });
    if (received.length > 0 || until.aborted) {
      arrival.abort();
      return { messages: received };
    }
    await arrived;
  }
}

function filterIn(given: Argument): MessageFilter {
  return {
    ...(given.has('from') && { from: given.text('from') }),
    ...(given.has('type') && { type: given.text('type') }),
    ...(given.has('correlation') && { correlation: given.text('correlation') }),
  };
}

function waitIn(given: Argument): number {
  if (!given.has('wait')) return 0;
  const milliseconds = parseDuration(given.text('wait'));
  if (milliseconds === null)
    throw new FaultError(fault('validation', `wait is "${given.text('wait')}", not a duration such as PT30S`));
  return Math.min(milliseconds, longestWait);
}

function mailboxOf(context: FunctionContext, input: Json): string {
  const signature = signatureIn(input, context);
  const agent = new Argument(input).text('agent', signature?.agent ?? '');
  if (signature !== null && agent !== signature.agent)
    throw new FaultError(fault('authorization', `${signature.agent} has its own mailbox and no other`));
  if (agent === '') throw new FaultError(fault('validation', 'a definition says whose mailbox it reads: agent'));
  return agent;
}
