import type { CatalogEntry } from '@batonhq/core';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { ValidDefinition } from '../command/valid-definition.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Publishes definitions under their versions, in the order they were given, so that names find them. */
export async function publishDefinitions(
  definitions: readonly ValidDefinition[],
  system: Pick<OrchestrationSystem, 'define'>,
  { talk }: Terminal,
): Promise<readonly CatalogEntry[]> {
  const published: CatalogEntry[] = [];
  for (const { definition } of definitions) {
    const entry = await system.define(definition);
    talk.line(talk.paint.dim(plainLine(`published ${entry.namespace}/${entry.name}:${entry.version}`)));
    published.push(entry);
  }
  return published;
}
