import { isJsonObject, type Json, type JsonObject, type Pin, type Program } from '@batonhq/core';
import type { CallTemplate } from '../perform/known-arguments.ts';
import { withValues, type Path } from './document-places.ts';

/** What pinning needs of the engine. */
export interface PinHost {
  /** Looks at the other side of a call. */
  describe(program: Program, effect: CallTemplate): Promise<Pin | undefined>;
  /** Somebody should know why a call was not pinned. */
  warn(error: unknown): void;
}

/**
 * The definition of a program with a pin on every call whose other side describes itself: tools of MCP servers, operations
 * of OpenAPI documents, cards of agents. Calls that have one keep it; one that cannot be looked at now goes without.
 *
 * Null when there is nothing to add.
 */
export async function pinCalls(program: Program, host: PinHost): Promise<JsonObject | null> {
  const pins = new Map<Path, Json>();
  for (const node of program.tasks) {
    if (node.kind !== 'call' || node.effect.kind !== 'call' || node.metadata.pinned !== undefined) continue;
    const path = pathTo(program.definition, node.reference);
    if (path === null) continue;
    try {
      const pin = await host.describe(program, node.effect);
      if (pin !== undefined) pins.set([...path, 'metadata', 'pinned'], { ...pin });
    } catch (error) {
      host.warn(new UnpinnedCallError(node.reference, error));
    }
  }
  return pins.size === 0 ? null : withValues(program.definition, pins);
}

/** Why a call goes without a pin. */
export class UnpinnedCallError extends Error {
  override readonly name = 'UnpinnedCallError';

  constructor(reference: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${reference} is not pinned to what it calls: ${why}`, { cause });
  }
}

/** A JSON Pointer as steps into the definition; null for a task that is not written in it. */
function pathTo(definition: JsonObject, pointer: string): Path | null {
  const path: (string | number)[] = [];
  let current: Json | undefined = definition;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(current) ? Number(name) : name;
    path.push(step);
    current = Array.isArray(current) ? current[Number(name)] : isJsonObject(current) ? current[name] : undefined;
  }
  return isJsonObject(current) ? path : null;
}
