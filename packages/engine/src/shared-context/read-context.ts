import {
  contextFromJson,
  contextOf,
  contextStream,
  contextStreams,
  foldContext,
  unwritten,
  type ContextName,
  type ContextState,
  type FactStreams,
} from '@batonhq/core';
import type { ContextValue, SharedContextReading } from './context-door.ts';

/**
 * Reads the shared context of a journal, whoever owns it.
 *
 * @example
 * const values = await contextReading(journal.streams).list({ tenant: 'local', scope: 'tenant' });
 */
export function contextReading(streams: Pick<FactStreams, 'facts' | 'standing'>): SharedContextReading {
  return {
    async list({ tenant, scope, prefix = '' }) {
      const values: ContextValue[] = [];
      const under = contextStreams(tenant, scope) + (scope === undefined ? '' : prefix);
      for (const { stream, state } of await streams.standing(under)) {
        const name = contextOf(stream);
        if (name === null || !name.key.startsWith(prefix)) continue;
        const kept = state === null ? null : contextFromJson(state);
        const value = valueOf(name, kept ?? foldContext(await streams.facts(stream, { seq: 0 })));
        if (value !== null) values.push(value);
      }
      return values;
    },
    read: async (name) => valueOf(name, await storedContext(streams, contextStream(name))),
    history: (name) => streams.facts(contextStream(name), { seq: 0 }),
  };
}

/** The state of one value's stream. */
export async function storedContext(
  streams: Pick<FactStreams, 'facts' | 'standing'>,
  stream: string,
): Promise<ContextState> {
  const found = (await streams.standing(stream)).find((one) => one.stream === stream);
  if (found === undefined) return unwritten;
  const kept = found.state === null ? null : contextFromJson(found.state);
  return kept ?? foldContext(await streams.facts(stream, { seq: 0 }));
}

/** A value as it is read; null when nothing is there and nothing is in dispute. */
export function valueOf({ scope, key }: ContextName, state: ContextState): ContextValue | null {
  const { value, version, origin, by, writtenAt, conflicts } = state;
  if (value === undefined && conflicts.length === 0) return null;
  return { scope, key, value: value ?? null, version, at: writtenAt, origin, by, conflicts };
}
