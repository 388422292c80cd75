import type { StreamJournal } from '@batonhq/core';

/** A place where a journal with streams of facts lives: opening it again after closing finds what was there. */
export interface FactStreamPlace {
  open(): Promise<StreamJournal>;
  /** Removes the place, with everything closed. */
  remove(): Promise<void>;
}
