import type { StreamJournal } from '@batonhq/core';
import type { Engine } from '@batonhq/engine';
import type { KeyStore } from '../identity/key-store.ts';
import type { Tickets } from '../identity/tickets.ts';

/** What the API is an API of. */
export interface ApiHost {
  readonly engine: Engine;
  /** The journal of that engine: for reading, and to try whether it can be written. */
  readonly journal: StreamJournal;
  readonly keys: KeyStore;
  readonly tickets: Tickets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
