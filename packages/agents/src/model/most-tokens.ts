import type { Message } from './message.ts';
import type { ModelRequest } from './model.ts';

/** Tokens that providers may add around a whole request, each message and each tool. */
const framing = 128;
const overhead = 16;

/** Tokens that the largest image counts as. */
const largestImage = 5_000;

/**
 * Tokens that a request cannot exceed, for what is set aside before a call: tokenizers in use make at most one token of a
 * byte. Several times what ordinary text comes to; what was really used is known after the call.
 */
export function mostTokens({ system, messages, tools, output }: ModelRequest): number {
  const described = tools.map(({ name, description, input }) => name + description + JSON.stringify(input));
  const texts = [system, output === undefined ? '' : JSON.stringify(output), ...described];
  const sizes = [...texts.map((text) => bytes(text) + overhead), ...messages.map((message) => mostOfMessage(message))];
  return sizes.reduce((sum, size) => sum + size, framing);
}

/** Images of a request. */
export function imagesIn({ messages }: ModelRequest): number {
  return messages.flatMap((message) => (message.role === 'user' ? message.parts : [])).filter(isImage).length;
}

function mostOfMessage(message: Message): number {
  if (message.role === 'tool')
    return message.results.reduce((sum, { id, tool, text }) => sum + bytes(id + tool + text) + overhead, overhead);
  const sizes = message.parts.map((part) => {
    if (part.kind === 'image') return largestImage;
    return bytes(part.kind === 'call' ? part.id + part.tool + JSON.stringify(part.input) : part.text) + overhead;
  });
  return sizes.reduce((sum, size) => sum + size, overhead);
}

function isImage({ kind }: { readonly kind: string }): boolean {
  return kind === 'image';
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
