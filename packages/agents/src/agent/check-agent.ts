import { userText } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Tool } from '../tool/tool.ts';
import type { Agent } from './agent.ts';

/** Whether an agent could work now. */
export type AgentHealth = {
  readonly name: string;
  readonly version: string;
  /** True when every tool is there and at least one model answers. */
  readonly isHealthy: boolean;
  /** Tools it names that nobody registered. */
  readonly missingTools: readonly string[];
  readonly models: readonly { readonly reference: string; readonly answers: boolean; readonly detail: string }[];
};

/** What a check takes. */
export interface AgentCheck {
  readonly tool: (name: string) => Tool | undefined;
  /** Throws `ModelReferenceError`. */
  readonly model: (reference: string) => Model | Promise<Model>;
  /** Milliseconds that a model has to answer in, 20,000 by default. */
  readonly timeout?: number;
}

/**
 * Checks an agent: are its tools there, do its models answer. Each model is asked for one word, which costs a few tokens.
 *
 * @example
 * ```ts
 * import { checkAgent, Roster } from '@batonhq/agents';
 * import { openModel } from '@batonhq/agents/models';
 *
 * const roster = new Roster(['http://127.0.0.1:11434/v1#llama3.3']);
 * roster.addAgent({ name: 'editor', description: 'Edits texts', instructions: 'Make it shorter.' });
 * for (const agent of roster.agents())
 *   console.log(await checkAgent(agent, { tool: (name) => roster.tool(name), model: (name) => openModel(name) }));
 * ```
 */
export async function checkAgent(
  { name, version, tools, models }: Agent,
  { tool, model, timeout = 20_000 }: AgentCheck,
): Promise<AgentHealth> {
  const missingTools = tools.filter((one) => tool(one) === undefined);
  const asked = await Promise.all(models.map((reference) => ask(reference, { model, timeout })));
  const isHealthy = missingTools.length === 0 && asked.some(({ answers }) => answers);
  return { name, version, isHealthy, missingTools, models: asked };
}

async function ask(
  reference: string,
  { model, timeout }: Required<Pick<AgentCheck, 'model' | 'timeout'>>,
): Promise<AgentHealth['models'][number]> {
  try {
    const opened = await model(reference);
    const request = { system: '', messages: [userText('Answer with the word yes.')], tools: [], maxOutputTokens: 16 };
    await opened.call(request, { signal: AbortSignal.timeout(timeout) });
    return { reference, answers: true, detail: 'answers' };
  } catch (error) {
    return { reference, answers: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
