import type { StreamJournal } from '@batonhq/core';
import { NotFoundError } from '../errors.ts';
import type { CallLimits } from './call-limits.ts';
import { limitReading, type LimitReading } from './read-limits.ts';

/** Limits as whoever may change them sees them. */
export interface LimitDoor extends LimitReading {
  /**
   * Lets calls to a resource be made again at once: the silence it asked for and its open circuit are forgotten. `resource` is
   * `host/example.com`, `function/NAME` or `provider/NAME`, under every identity; what is used of rates and quotas stays
   * used. Fulfils with how many were freed; rejects with `NotFoundError` when nothing was ever recorded of it.
   */
  free(order: LimitOrder): Promise<number>;
}

/** Whose limit is freed, and who says so; both are `local` by default. */
export interface LimitOrder {
  readonly resource: string;
  readonly tenant?: string;
  readonly by?: string;
}

/** What a door to limits leads to. */
export interface LimitDoorParts {
  readonly journal: Pick<StreamJournal, 'streams'>;
  readonly callLimits: CallLimits;
  readonly time: { now(): number };
  /** Throws when nothing is taken any more. */
  readonly checkOpen: () => void;
}

/** The limits of an engine of this process. */
export function limitDoor({ journal, callLimits, time, checkOpen }: LimitDoorParts): LimitDoor {
  return {
    ...limitReading(journal.streams, () => time.now()),
    async free({ resource, tenant = 'local', by = 'local' }) {
      checkOpen();
      const freed = await callLimits.free({ tenant, resource, by });
      if (freed !== null) return freed;
      throw new NotFoundError(`nothing was ever recorded of ${resource}: \`baton limits\` lists what was`);
    },
  };
}
