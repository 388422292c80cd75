import type { StreamJournal } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import type { KeyStore } from '../identity/key-store.ts';
import { Sessions } from '../identity/sessions.ts';
import { Tickets } from '../identity/tickets.ts';

/** What the API is an API of. */
export interface ApiHost {
  readonly engine: Engine;
  /** The journal of that engine: for reading, and to try whether it can be written. */
  readonly journal: StreamJournal;
  readonly keys: KeyStore;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A host of these parts, by the clock of the machine unless another one is given. */
export function apiHost(
  parts: Pick<ApiHost, 'engine' | 'journal' | 'keys'> & { readonly now?: () => number },
): ApiHost {
  const { engine, journal, keys, now = Date.now } = parts;
  return { engine, journal, keys, tickets: new Tickets(now), sessions: new Sessions(keys, now), now };
}
