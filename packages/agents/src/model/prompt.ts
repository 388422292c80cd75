/** From our messages to those of the AI SDK's model interface. */
import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { AssistantPart, Message, ToolResult, UserPart } from './message.ts';
import type { ModelRequest } from './model.ts';

type Content<Role extends string> = Extract<LanguageModelV4Message, { role: Role }>['content'];

export function promptOf({ system, messages }: ModelRequest): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Message[] = system === '' ? [] : [{ role: 'system', content: system }];
  return [...prompt, ...messages.map(messageOf)];
}

function messageOf(message: Message): LanguageModelV4Message {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.parts.map(userPart) };
    case 'assistant':
      return { role: 'assistant', content: message.parts.map(assistantPart) };
    case 'tool':
      return { role: 'tool', content: message.results.map(toolResult) };
  }
}

function userPart(part: UserPart): Content<'user'>[number] {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  return { type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.data } };
}

function assistantPart(part: AssistantPart): Content<'assistant'>[number] {
  const provider = part.provider === undefined ? {} : { providerOptions: copyOf(part.provider) };
  if (part.kind !== 'call') return { type: part.kind, text: part.text, ...provider };
  return { type: 'tool-call', toolCallId: part.id, toolName: part.tool, input: part.input, ...provider };
}

function toolResult({ id, tool, text, isError }: ToolResult): Content<'tool'>[number] {
  const output = { type: isError ? ('error-text' as const) : ('text' as const), value: text };
  return { type: 'tool-result', toolCallId: id, toolName: tool, output };
}

/** The SDK's types are mutable; ours are not, so it gets a copy. */
function copyOf(provider: NonNullable<AssistantPart['provider']>): Record<string, Record<string, never>> {
  return structuredClone(provider) as Record<string, Record<string, never>>;
}
