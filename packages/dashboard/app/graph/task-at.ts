import type { JsonObject } from '@batonhq/core';
import { graphOf, pathOfKey } from './build.ts';

/** What a definition says about a task, by the key of one of its instances; null when it says nothing. */
export function taskAt(definition: JsonObject, key: string): JsonObject | null {
  const path = pathOfKey(key);
  return graphOf(definition).nodes.find((node) => node.path === path)?.task ?? null;
}
