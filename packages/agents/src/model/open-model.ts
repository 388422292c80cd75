import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { aiSdkModel } from './ai-sdk-model.ts';
import type { Model } from './model.ts';
import { ModelReferenceError } from './model-reference-error.ts';
import { withoutSecret } from './without-secret.ts';

/** What opening a model takes from its surroundings. */
export interface ModelSurroundings {
  /** The way out for its requests. The platform's `fetch` by default. */
  readonly fetch?: typeof globalThis.fetch;
  /** Keys by name, `OPENAI_API_KEY` and the like. The environment by default. */
  readonly keys?: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a model by the name people write.
 *
 * - `openai/NAME` and `anthropic/NAME` are the providers themselves, with `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`.
 * - `http://host:port/v1#NAME` (or `https`) is any server that speaks OpenAI's chat completions; its key, when it
 *   wants one, is `BATON_MODEL_KEY`.
 *
 * Throws `ModelReferenceError` for anything else, and where a key is missing.
 *
 * @example
 * ```ts
 * import { openModel } from '@batonhq/agents/models';
 *
 * const local = openModel('http://127.0.0.1:11434/v1#llama3.3');
 * const reply = await local.call(
 *   { system: '', messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] }], tools: [], maxOutputTokens: 100 },
 *   { signal: AbortSignal.timeout(60_000) },
 * );
 * ```
 */
export function openModel(reference: string, surroundings: ModelSurroundings = {}): Model {
  if (/^https?:\/\//.test(reference)) return compatibleModel(reference, surroundings);
  const slash = reference.indexOf('/');
  const provider = reference.slice(0, Math.max(0, slash));
  const name = reference.slice(slash + 1);
  if (slash < 1 || name === '') throw unknown(reference);
  switch (provider) {
    case 'openai':
      return aiSdkModel(
        reference,
        createOpenAI(provedBy(key('OPENAI_API_KEY', surroundings), surroundings)).chat(name),
      );
    case 'anthropic':
      return aiSdkModel(
        reference,
        createAnthropic(provedBy(key('ANTHROPIC_API_KEY', surroundings), surroundings))(name),
      );
    default:
      throw unknown(reference);
  }
}

function compatibleModel(reference: string, { fetch, keys = process.env }: ModelSurroundings): Model {
  const [address = '', name = ''] = reference.split('#');
  if (name === '' || !URL.canParse(address))
    throw new ModelReferenceError(
      `${reference} does not say which model: write the address, a # and its name, such as ${address}#my-model`,
    );
  const apiKey = keys['BATON_MODEL_KEY'];
  const provider = createOpenAICompatible({
    name: 'compatible',
    baseURL: address,
    includeUsage: true,
    supportsStructuredOutputs: true,
    ...(apiKey === undefined ? fetch !== undefined && { fetch } : provedBy(apiKey, { fetch })),
  });
  return aiSdkModel(reference, provider.chatModel(name));
}

/** What is sent with the key, and comes back without it. */
function provedBy(
  apiKey: string,
  { fetch = globalThis.fetch }: { readonly fetch?: typeof globalThis.fetch | undefined },
): { readonly apiKey: string; readonly fetch: typeof globalThis.fetch } {
  return { apiKey, fetch: withoutSecret(fetch, apiKey) };
}

function key(name: string, { keys = process.env }: ModelSurroundings): string {
  const value = keys[name];
  if (value === undefined || value === '')
    throw new ModelReferenceError(`${name} is not set: the provider wants a key. Set it in the environment`);
  return value;
}

function unknown(reference: string): ModelReferenceError {
  return new ModelReferenceError(
    `there is no model "${reference}": write openai/NAME, anthropic/NAME, or http://host:port/v1#NAME`,
  );
}
