import { isJsonObject, type Json } from '@batonhq/core';
import { discoveredTool, objectsIn, textOf, type DiscoveredTool } from './discovered-tool.ts';

/** What another agent answered, in words. */
const answer = '${ [.. | objects | select(has("text")) | .text] | unique | join("\\n") }';

/**
 * The agent behind an A2A card, as a tool that is told what to do in words; its skills stand in the description. What is no
 * card has no tools.
 *
 * @example
 * ```ts
 * import { a2aTools } from '@batonhq/agents';
 *
 * const card = { name: 'Baker', description: 'Knows bread.', skills: [{ name: 'rye', description: 'Bakes rye' }] };
 * const [found] = a2aTools(card, { source: 'baker', endpoint: 'https://baker.example/.well-known/agent-card.json' });
 * console.log(found?.tool.name); // baker_ask
 * ```
 */
export function a2aTools(
  card: Json,
  { source, endpoint }: { readonly source: string; readonly endpoint: string },
): readonly DiscoveredTool[] {
  if (!isJsonObject(card) || typeof card['name'] !== 'string') return [];
  const skills = objectsIn(card['skills']).map((skill) => `${textOf(skill['name'])}: ${textOf(skill['description'])}`);
  const parts = [`${card['name']}, an agent of others. ${textOf(card['description'])}`, ...skills];
  return [
    discoveredTool({
      source,
      name: 'ask',
      description: parts.join('\n'),
      input: {
        type: 'object',
        required: ['message'],
        additionalProperties: false,
        properties: { message: { type: 'string', minLength: 1, description: 'What it is to do, in words' } },
      },
      task: {
        call: 'a2a',
        with: {
          method: 'message/send',
          agentCard: { endpoint },
          parameters: { message: { parts: [{ kind: 'text', text: '${ .message }' }] } },
        },
        output: { as: answer },
      },
      risk: 'medium',
      isReading: false,
    }),
  ];
}
