import type { Message } from './message.ts';
import type { ModelRequest } from './model.ts';

/** Tokens an image counts as: what the larger providers charge for one of full size. */
const imageTokens = 1_600;

/** Tokens around each message and each tool. */
const overhead = 8;

/**
 * Tokens of a request, about what they come to at most: a token per three characters of Latin text and per character
 * of any other script, which no tokenizer in use exceeds for ordinary text.
 */
export function estimateTokens({ system, messages, tools, output }: ModelRequest): number {
  const described = tools.map(({ name, description, input }) => name + description + JSON.stringify(input));
  const schema = output === undefined ? '' : JSON.stringify(output);
  const texts = [system, schema, ...described].map((text) => textTokens(text) + overhead);
  return [...texts, ...messages.map((message) => messageTokens(message))].reduce((sum, tokens) => sum + tokens, 0);
}

/** Tokens of one message, estimated from above. */
export function messageTokens(message: Message): number {
  if (message.role === 'tool')
    return message.results.reduce((sum, { text }) => sum + textTokens(text) + overhead, overhead);
  const sizes = message.parts.map((part) => {
    if (part.kind === 'image') return imageTokens;
    return textTokens(part.kind === 'call' ? part.tool + JSON.stringify(part.input) : part.text);
  });
  return sizes.reduce((sum, tokens) => sum + tokens, overhead);
}

/** Tokens of a text, estimated from above. */
export function textTokens(text: string): number {
  let plain = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 128) plain += 1;
  return Math.ceil(plain / 3) + (text.length - plain);
}
