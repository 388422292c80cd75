import type { Journal } from '@batonhq/core';

/** A place where a journal lives: opening it again after closing finds what was there. */
export interface JournalPlace {
  open(): Promise<Journal>;
  /** Removes the place, with everything closed. */
  remove(): Promise<void>;
}

/** What a law is given: an empty journal, and the way to close it and open it again. */
export interface Trial {
  readonly journal: Journal;
  readonly reopen: () => Promise<Journal>;
}

/** Something every journal must do; throws when it does not. */
export type Law = (trial: Trial) => Promise<void>;

/** Laws by what they say. */
export type Laws = Readonly<Record<string, Law>>;

/** Runs a law in a place of its own. */
export async function uphold(law: Law, place: JournalPlace): Promise<void> {
  let journal = await place.open();
  try {
    await law({
      journal,
      reopen: async () => {
        await journal.close();
        journal = await place.open();
        return journal;
      },
    });
  } finally {
    await journal.close();
    await place.remove();
  }
}
