import {
  foldLimit,
  limitFromJson,
  limitOf,
  limitStream,
  limitStreams,
  unusedLimit,
  type FactStreams,
  type LimitState,
} from '@batonhq/core';

/** Streams that are only read. */
type ReadStreams = Pick<FactStreams, 'facts' | 'standing'>;

/** A limited resource as the journal has it. */
export interface StoredLimit {
  readonly tenant: string;
  readonly resource: string;
  readonly state: LimitState;
}

/** All resources about which anything was ever recorded, of one tenant or of all. */
export async function allLimits(streams: ReadStreams, tenant?: string): Promise<readonly StoredLimit[]> {
  return limitsBelow(streams, tenant === undefined ? 'tenant/' : limitStreams(tenant));
}

/** One resource. */
export async function storedLimit(streams: ReadStreams, tenant: string, resource: string): Promise<LimitState> {
  const found = await limitsBelow(streams, limitStream(tenant, resource));
  return found.find((limit) => limit.resource === resource)?.state ?? unusedLimit;
}

async function limitsBelow(streams: ReadStreams, prefix: string): Promise<readonly StoredLimit[]> {
  const limits: StoredLimit[] = [];
  for (const { stream, state } of await streams.standing(prefix)) {
    const named = limitOf(stream);
    if (named === null) continue;
    const kept = state === null ? null : limitFromJson(state);
    limits.push({ ...named, state: kept ?? foldLimit(await streams.facts(stream, { seq: 0 })) });
  }
  return limits;
}
