import type { AgentDefinition } from '../roster.ts';
import { assistants } from './assistants.ts';
import { officers } from './officers.ts';
import { workers } from './workers.ts';

/**
 * The agents that come with Baton: nine that answer for a field, five that do one thing, six for parts of a larger work.
 * They name no model, so they use those of the system, and the functions of a workspace as tools.
 *
 * @example
 * ```ts
 * import { createOrchestrationSystem } from '@batonhq/baton';
 * import { readyAgents } from '@batonhq/agents';
 * import { Workspace, workspaceFunctions } from '@batonhq/agents/workspace';
 *
 * const system = await createOrchestrationSystem({ models: ['openai/gpt-5-mini'] });
 * const owner = { address: 'ada@bakery.example', zone: 'Asia/Jerusalem', weekdays: [0, 1, 2, 3, 4] };
 * for (const tool of workspaceFunctions(await Workspace.open('.'), owner)) system.registerTool(tool);
 * for (const agent of readyAgents) system.registerAgent(agent);
 * ```
 */
export const readyAgents: readonly AgentDefinition[] = [...officers, ...assistants, ...workers];
