import type { LanguageModelV4StreamPart, LanguageModelV4ToolCall } from '@ai-sdk/provider';
import { isJsonObject, type Json } from '@batonhq/core';
import type { AssistantPart, ToolCall } from './message.ts';

interface OpenPart {
  readonly kind: 'text' | 'reasoning';
  text: string;
  provider: AssistantPart['provider'];
}

/** Puts the parts of a streamed answer together, in the order they began. */
export class ReplyBuilder {
  readonly #parts: (OpenPart | ToolCall)[] = [];
  readonly #open = new Map<string, OpenPart>();

  add(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'text-start':
      case 'text-delta':
      case 'text-end':
        return this.#extend('text', part);
      case 'reasoning-start':
      case 'reasoning-delta':
      case 'reasoning-end':
        return this.#extend('reasoning', part);
      case 'tool-call':
        this.#parts.push(toolCall(part));
        return;
      default:
    }
  }

  /** What was said, without what stayed empty. */
  parts(): readonly AssistantPart[] {
    return this.#parts.flatMap((part): readonly AssistantPart[] => {
      if (part.kind === 'call') return [part];
      const { kind, text, provider } = part;
      return text === '' && provider === undefined ? [] : [{ kind, text, ...(provider !== undefined && { provider }) }];
    });
  }

  #extend(
    kind: 'text' | 'reasoning',
    part: { readonly id: string; readonly delta?: string; readonly providerMetadata?: unknown },
  ): void {
    const key = `${kind} ${part.id}`;
    let open = this.#open.get(key);
    if (open === undefined) {
      open = { kind, text: '', provider: undefined };
      this.#open.set(key, open);
      this.#parts.push(open);
    }
    open.text += part.delta ?? '';
    open.provider = providerData(part.providerMetadata) ?? open.provider;
  }
}

function toolCall({ toolCallId, toolName, input, providerMetadata }: LanguageModelV4ToolCall): ToolCall {
  const provider = providerData(providerMetadata);
  const call = { kind: 'call', id: toolCallId, tool: toolName, ...(provider !== undefined && { provider }) } as const;
  try {
    const parsed: Json = input.trim() === '' ? {} : JSON.parse(input);
    if (isJsonObject(parsed)) return { ...call, input: parsed };
    return { ...call, input: {}, problem: 'the arguments are no JSON object' };
  } catch (error) {
    return { ...call, input: {}, problem: `the arguments are no JSON: ${error instanceof Error ? error.message : ''}` };
  }
}

/** As recorded: a copy that is JSON for certain. */
function providerData(metadata: unknown): AssistantPart['provider'] | undefined {
  if (!isJsonObject(metadata) || Object.keys(metadata).length === 0) return undefined;
  return JSON.parse(JSON.stringify(metadata));
}
