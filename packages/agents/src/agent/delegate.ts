import { amountsToJson, fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import { Argument } from '../connector/workspace/argument.ts';
import { signatureIn, signatureSchema, type ChainLink } from '../memory/signature.ts';
import type { ToolDefinition } from '../tool/tool-definition.ts';

/** Characters of an answer that whoever handed a mission on gets to see. */
const longestSummary = 2_000;

/**
 * The function by which an agent hands a mission on: the other one carries it out with its own tools, and what comes back is
 * a summary of bounded size and a reference to the whole.
 */
export const delegateFunction: ToolDefinition = {
  name: 'delegate',
  version: '1.0.0',
  description:
    'Hands a task to another agent, by its name or by the skills it takes, and brings back a summary of what it did. Say all it has to know',
  input: {
    type: 'object',
    required: ['task'],
    anyOf: [{ required: ['agent'] }, { required: ['skills'] }],
    additionalProperties: false,
    properties: {
      agent: { type: 'string', minLength: 1, description: 'Who; or else skills' },
      skills: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
      task: { type: 'string', minLength: 1, description: 'What is to be done, in words' },
      context: { description: 'What it should know, as data' },
      signed: signatureSchema,
    },
  },
  repeat: 'keyed',
  repliesVary: true,
  run: (context, input) => handOn(context, input),
};

async function handOn(context: FunctionContext, input: Json): Promise<JsonObject> {
  const given = new Argument(input);
  const signature = signatureIn(input, context);
  const chain = (signature?.chain ?? []).map((link: ChainLink) => ({ ...link, within: amountsToJson(link.within) }));
  const result = await context.call({
    function: 'agent',
    input: {
      prompt: given.text('task'),
      chain,
      ...(given.has('agent') ? { agent: given.text('agent') } : { skills: [...given.texts('skills')] }),
      ...(given.has('context') && { context: given.json('context') }),
    },
  });
  return summaryOf(result, `${context.execution}#${context.task}`);
}

/** What of a result a coordinator sees. */
function summaryOf(result: Json, reference: string): JsonObject {
  const handOff = isJsonObject(result) ? result['handOff'] : undefined;
  if (!isJsonObject(result) || !isJsonObject(handOff))
    throw new FaultError(fault('runtime', 'the agent handed over no record'));
  const whole = JSON.stringify(result['output'] ?? null);
  const isWhole = whole.length <= longestSummary;
  const text = typeof result['text'] === 'string' ? result['text'] : '';
  return {
    agent: handOff['agent'] ?? null,
    summary: text.slice(0, longestSummary),
    output: isWhole ? (result['output'] ?? null) : null,
    isWhole: isWhole && text.length <= longestSummary,
    reference,
  };
}
