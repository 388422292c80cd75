import { programHashes, withRevisions, type CatalogEntry, type Journal, type Program, type Told } from '@batonhq/core';

/**
 * What it takes to fold what was read of an execution and to decide on it: the program that it begins with, together with those
 * that took its place or may. Null when nothing was read.
 *
 * @throws whatever `programOf` throws for a hash that it does not know.
 * @example
 * const program = await familyOf({ events: await journal.read(id, { seq: 0 }) }, (hash) => programs.byHash(hash));
 */
export async function familyOf(told: Told, programOf: (hash: string) => Promise<Program>): Promise<Program | null> {
  const [first, ...others] = programHashes(told);
  if (first === undefined) return null;
  const program = await programOf(first);
  return others.length === 0 ? program : withRevisions(program, await Promise.all(others.map(programOf)));
}

/** The same, of a journal that nobody works on; null also when one of the definitions is gone. */
export async function familyIn(
  {
    journal,
    compile,
  }: { readonly journal: Pick<Journal, 'definition'>; readonly compile: (entry: CatalogEntry) => Program },
  told: Told,
): Promise<Program | null> {
  const entries = await Promise.all(programHashes(told).map((hash) => journal.definition(hash)));
  const known = entries.filter((entry) => entry !== null);
  const [first, ...others] = known.length < entries.length ? [] : known;
  return first === undefined ? null : withRevisions(compile(first), others.map(compile));
}
