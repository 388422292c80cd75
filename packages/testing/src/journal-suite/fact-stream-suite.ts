import type { FactStreamPlace } from './fact-stream-place.ts';

/**
 * Declares, as vitest tests, every law of the contract `FactStreams`. Await it at the top of a test file.
 *
 * @param name what the journal is called in the report
 * @param makePlace makes an empty place; each test gets its own
 * @example
 * await factStreamSuite('the SQLite journal', async () => folderPlace());
 */
export async function factStreamSuite(name: string, makePlace: () => Promise<FactStreamPlace>): Promise<void> {
  const { declareStreamLaws } = await import('./fact-stream-laws.ts');
  declareStreamLaws(name, makePlace);
}
