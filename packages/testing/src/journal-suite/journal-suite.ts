import type { JournalPlace } from './law.ts';

/**
 * Declares, as vitest tests, every law of the contract `Journal`. Await it at the top of a test file: the test runner is
 * only loaded here, so that the rest of this package works without one.
 *
 * @param name what the journal is called in the report
 * @param makePlace makes an empty place; each test gets its own
 * @example
 * await journalSuite('the SQLite journal', async () => folderPlace());
 */
export async function journalSuite(name: string, makePlace: () => Promise<JournalPlace>): Promise<void> {
  const { declareLaws } = await import('./declare-laws.ts');
  declareLaws(name, makePlace);
}
