import type { LanguageModelV4, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import { isJsonObject, type Json } from '@batonhq/core';
import { classifyError } from './classify-error.ts';
import { estimateTokens, textTokens } from './estimate-tokens.ts';
import { callsOf, textOf, type AssistantPart } from './message.ts';
import type { CallHooks, Finish, Model, ModelReply, ModelRequest, Usage } from './model.ts';
import { ModelError } from './model-error.ts';
import { promptOf } from './prompt.ts';
import { ReplyBuilder } from './reply-builder.ts';

/** Milliseconds without a word from a provider after which a call counts as lost. */
const silence = 120_000;

/**
 * Any model of the AI SDK (its language model interface, version 4) as a {@link Model}.
 *
 * The answer is streamed, so that people can watch; what is returned is complete or an error.
 */
export function aiSdkModel(reference: string, model: LanguageModelV4): Model {
  return {
    reference,
    async call(request, hooks) {
      const guard = new SilenceGuard(hooks.signal);
      try {
        return await receive(model, { request, hooks, guard });
      } catch (error) {
        hooks.signal.throwIfAborted();
        throw guard.isSilent
          ? new ModelError('timeout', `${reference} was silent for ${silence} ms`)
          : classifyError(error, reference);
      } finally {
        guard.end();
      }
    },
  };
}

interface Receiving {
  readonly request: ModelRequest;
  readonly hooks: CallHooks;
  readonly guard: SilenceGuard;
}

async function receive(model: LanguageModelV4, { request, hooks, guard }: Receiving): Promise<ModelReply> {
  const { stream } = await model.doStream({
    prompt: promptOf(request),
    maxOutputTokens: request.maxOutputTokens,
    tools: request.tools.map(({ name, description, input }) => ({
      type: 'function' as const,
      name,
      description,
      inputSchema: schemaOf(input),
    })),
    ...(request.output !== undefined && {
      responseFormat: { type: 'json' as const, name: 'answer', schema: schemaOf(request.output) },
    }),
    abortSignal: guard.signal,
  });
  const builder = new ReplyBuilder();
  let end: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | null = null;
  for await (const part of stream) {
    guard.heard();
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') hooks.onText?.(part.delta);
    if (part.type === 'finish') end = part;
    else builder.add(part);
  }
  const finish = end?.finishReason.unified;
  if (end === null || finish === undefined || finish === 'error' || finish === 'interrupted')
    throw new ModelError('cut-off', 'the answer ended before the model had finished');
  const parts = builder.parts();
  return { parts, finish: finishOf(finish, parts), usage: usageOf(end.usage, { request, parts }) };
}

function finishOf(finish: string, parts: readonly AssistantPart[]): Finish {
  if (callsOf(parts).length > 0) return 'calls';
  if (finish === 'stop' || finish === 'length') return finish;
  return finish === 'content-filter' ? 'filtered' : 'other';
}

/** Servers that do not count are counted for: an unknown price is no free price. */
function usageOf(
  { inputTokens, outputTokens }: LanguageModelV4Usage,
  { request, parts }: { readonly request: ModelRequest; readonly parts: readonly AssistantPart[] },
): Usage {
  const cachedTokens = inputTokens.cacheRead ?? 0;
  if (inputTokens.total !== undefined && outputTokens.total !== undefined)
    return { inputTokens: inputTokens.total, cachedTokens, outputTokens: outputTokens.total };
  const written = textOf(parts) + JSON.stringify(callsOf(parts));
  return {
    inputTokens: inputTokens.total ?? estimateTokens(request),
    cachedTokens,
    outputTokens: outputTokens.total ?? textTokens(written),
    isEstimated: true,
  };
}

function schemaOf(schema: Json): Record<string, unknown> {
  return isJsonObject(schema) ? structuredClone({ ...schema }) : {};
}

/** Gives up a call when its provider says nothing for too long, however long the whole answer takes. */
class SilenceGuard {
  readonly signal: AbortSignal;
  isSilent = false;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
    this.#timer = setTimeout(() => {
      this.isSilent = true;
      this.#controller.abort();
    }, silence);
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
