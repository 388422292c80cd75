import type { ToolLink } from '@batonhq/agents/planner';
import type { DataSet, PlannedRequest } from './data-set.ts';

/** The same set with every function under another name: whoever plans by names alone plans something else then. */
export function renameTools(set: DataSet): DataSet {
  const names = new Map(set.tools.map(({ id }, place) => [id, `function-${place}`]));
  const renamed = (id: string): string => names.get(id) ?? id;
  const link = ([from, to]: ToolLink): ToolLink => [renamed(from), renamed(to)];
  const request = (one: PlannedRequest): PlannedRequest => ({
    ...one,
    tools: one.tools.map(renamed),
    links: one.links.map(link),
  });
  return {
    ...set,
    tools: set.tools.map((tool) => ({ ...tool, id: renamed(tool.id), name: renamed(tool.id) })),
    links: set.links.map(link),
    train: set.train.map(request),
    test: set.test.map(request),
  };
}
