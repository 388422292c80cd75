import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { discoveredTool, objectSchema, objectsIn, textOf, type DiscoveredTool } from './discovered-tool.ts';

/** Structured content where there is any, else the text of the answer. */
const answer =
  '${ if .structuredContent != null then .structuredContent else ([.content[]? | .text // empty] | join("\\n")) end }';

/**
 * The tools in what `tools/list` of an MCP server answered; risk by the hints that each gives about itself. `transport` is
 * that of `call: mcp`. What is no list has no tools.
 *
 * @example
 * ```ts
 * import { mcpTools } from '@batonhq/agents';
 *
 * const listed = { tools: [{ name: 'add', description: 'Adds', inputSchema: { type: 'object' } }] };
 * const transport = { http: { endpoint: 'https://tools.example/mcp' } };
 * console.log(mcpTools(listed, { source: 'sums', transport })[0]?.tool.name); // sums_add
 * ```
 */
export function mcpTools(
  listed: Json,
  { source, transport }: { readonly source: string; readonly transport: JsonObject },
): readonly DiscoveredTool[] {
  const tools = isJsonObject(listed) ? objectsIn(listed['tools']) : [];
  return tools.map((tool) => {
    const name = textOf(tool['name']);
    const hints = isJsonObject(tool['annotations']) ? tool['annotations'] : {};
    const isReading = hints['readOnlyHint'] === true;
    return discoveredTool({
      source,
      name,
      description: textOf(tool['description'], name),
      input: objectSchema(tool['inputSchema']),
      task: {
        call: 'mcp',
        with: { method: 'tools/call', transport, parameters: { name, arguments: '${ . }' } },
        output: { as: answer },
      },
      // The standard says that a tool may destroy unless it says otherwise; who says nothing is of medium risk here.
      risk: isReading ? 'low' : hints['destructiveHint'] === true ? 'high' : 'medium',
      isReading,
    });
  });
}
