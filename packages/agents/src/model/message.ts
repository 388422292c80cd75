import type { Json } from '@batonhq/core';

/** What a person or the coordinator says to a model. Images are base64 with their media type (`image/png`). */
export type UserPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaType: string; readonly data: string };

/** What a provider wants back unchanged with a part it made (a signature, say). Opaque. */
type ProviderData = { readonly [provider: string]: { readonly [name: string]: Json } };

/** One part of what a model answered. `input` is what the model wrote; `problem` says why it is not usable JSON. */
export type AssistantPart =
  | { readonly kind: 'text'; readonly text: string; readonly provider?: ProviderData }
  | { readonly kind: 'reasoning'; readonly text: string; readonly provider?: ProviderData }
  | ToolCall;

/** A model asks for a tool. `id` pairs the call with its result within the conversation. */
export type ToolCall = {
  readonly kind: 'call';
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
  readonly problem?: string;
  readonly provider?: ProviderData;
};

/** What came of a tool call, as text the model reads. */
export type ToolResult = {
  readonly id: string;
  readonly tool: string;
  readonly text: string;
  readonly isError: boolean;
};

/** One message of a conversation with a model: plain JSON, so that it can be recorded as it is. */
export type Message =
  | { readonly role: 'user'; readonly parts: readonly UserPart[] }
  | { readonly role: 'assistant'; readonly parts: readonly AssistantPart[] }
  | { readonly role: 'tool'; readonly results: readonly ToolResult[] };

/** A user message of one text. */
export function userText(text: string): Message {
  return { role: 'user', parts: [{ kind: 'text', text }] };
}

/** All text of an answer, without reasoning. */
export function textOf(parts: readonly AssistantPart[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('');
}

/** The tool calls of an answer, in the order the model made them. */
export function callsOf(parts: readonly AssistantPart[]): readonly ToolCall[] {
  return parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
}
