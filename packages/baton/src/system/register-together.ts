import { adviceFunction, contextFunctions, delegateFunction, messageFunctions, toolOf } from '@batonhq/agents';
import type { Owner } from '../folder/owner.ts';
import type { RegisteredAgents } from './register-agents.ts';

/**
 * Registers who carries out missions, and what agents and executions do together: values they share, messages, and the question that people are asked
 * about an agent that goes round in circles. All of it is offered to agents as tools, save the question.
 */
export function registerTogether(owner: Owner, { roster, performing }: RegisteredAgents): void {
  owner.register(performing);
  owner.register(adviceFunction);
  const definitions = [
    delegateFunction,
    ...contextFunctions(() => owner.sharedContext),
    ...messageFunctions({
      messages: () => owner.messages,
      scopeOf: (execution) => owner.sharedContext.scopeOf(execution),
      definitionOf: async (execution) => {
        const view = await owner.journal.view(execution);
        return view === null ? execution : `${view.definition.namespace}/${view.definition.name}`;
      },
    }),
  ];
  for (const definition of definitions) {
    roster.addTool(toolOf(definition));
    owner.register(definition);
  }
}
