import { isJsonObject, type Effect, type Json, type Operation } from '@batonhq/core';
import type { AttributeValue, FinishedSpan } from './span.ts';

/** What a span is called and says, beside the time it took. */
export interface Described {
  readonly name: string;
  readonly kind: FinishedSpan['kind'];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** The function of the catalog that carries out missions of agents. */
const agentFunction = 'agent';

/** A step, as OpenTelemetry's conventions for generative AI name it: an agent that is invoked, or any other call. */
export function describeEffect(effect: Effect | undefined, task: string): Described {
  if (effect?.kind === 'function' && effect.name === agentFunction) return agentSpan(effect.input);
  if (effect === undefined) return { name: task, kind: 'internal', attributes: {} };
  return { name: `${task}: ${calleeOf(effect)}`, kind: isOutside(effect) ? 'client' : 'internal', attributes: {} };
}

/** An operation of a durable function: a call of a model, a tool that an agent uses, or any other. */
export function describeOperation(operation: Operation, { step, isAgent }: OperationPlace): Described | null {
  const own = step.slice(step.indexOf('|') + 1).replace(/#\d+$/, '');
  if (operation.kind === 'call') {
    const callee = calleeOf(operation.effect);
    if (!isAgent) return { name: callee, kind: isOutside(operation.effect) ? 'client' : 'internal', attributes: {} };
    const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': callee };
    return { name: `execute_tool ${callee}`, kind: 'internal', attributes };
  }
  if (operation.kind !== 'step') return null;
  const provider = operation.about?.['provider'];
  if (typeof provider !== 'string' || !own.startsWith('model ')) return { name: own, kind: 'internal', attributes: {} };
  const model = own.slice('model '.length);
  return {
    name: `chat ${model}`,
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider === '' ? 'unknown' : provider,
      'gen_ai.request.model': model,
    },
  };
}

/** Where an operation stands. */
export interface OperationPlace {
  readonly step: string;
  /** The function that asks for it is an agent. */
  readonly isAgent: boolean;
}

/** What a model's answer adds: tokens, and why it stopped. What was said stays in the journal. */
export function describeReply(output: Json): Readonly<Record<string, AttributeValue>> {
  const reply = isJsonObject(output) ? output['reply'] : undefined;
  if (!isJsonObject(reply ?? null) || reply === undefined || !isJsonObject(reply)) return {};
  const { usage, finish } = reply;
  return {
    ...(typeof finish === 'string' && { 'gen_ai.response.finish_reasons': [finish] }),
    ...(usage !== undefined && isJsonObject(usage) && tokensOf(usage)),
  };
}

/** Why a call of a model brought no answer: that is an outcome of the step, not a fault of it. */
export function failureOfReply(output: Json): string | null {
  if (!isJsonObject(output) || output['kind'] !== 'failed') return null;
  return typeof output['failure'] === 'string' ? output['failure'] : 'failed';
}

function tokensOf({ inputTokens, outputTokens }: Readonly<Record<string, Json>>) {
  return {
    ...(typeof inputTokens === 'number' && { 'gen_ai.usage.input_tokens': inputTokens }),
    ...(typeof outputTokens === 'number' && { 'gen_ai.usage.output_tokens': outputTokens }),
  };
}

function agentSpan(input: Json): Described {
  const named = isJsonObject(input) ? input['agent'] : undefined;
  const agent = typeof named === 'string' ? named : null;
  return {
    name: agent === null ? 'invoke_agent' : `invoke_agent ${agent}`,
    kind: 'internal',
    attributes: { 'gen_ai.operation.name': 'invoke_agent', ...(agent !== null && { 'gen_ai.agent.name': agent }) },
  };
}

function calleeOf(effect: Effect): string {
  switch (effect.kind) {
    case 'function':
      return effect.name;
    case 'http':
      return effect.method;
    case 'workflow':
      return `${effect.namespace}/${effect.name}`;
    case 'call':
      return effect.protocol;
    case 'process':
      return effect.process;
    case 'lock':
    case 'emit':
    case 'unavailable':
      return effect.kind;
  }
}

function isOutside({ kind }: Effect): boolean {
  return kind === 'http' || kind === 'call' || kind === 'process';
}
