import { isDeepStrictEqual } from 'node:util';
import { foldLock, lockOf, lockToJson, type Fact, type JsonObject } from '@batonhq/core';
import type { Finding, Invariant } from './examined.ts';

/** A stream beside those of executions, as it is stored. */
export interface StoredStream {
  readonly stream: string;
  readonly facts: readonly Fact[];
  /** The state that was kept; null when there is none for the last fact, `damaged` when it is not what was written. */
  readonly kept: JsonObject | 'damaged' | null;
}

/**
 * What must hold of streams of facts: I3, no gaps; I6, time never goes back; I4, what is kept is what the facts come to.
 * The facts of a lock also say that it never had two holders, or none while somebody waited.
 */
export function verifyStream(stored: StoredStream): readonly Finding[] {
  return [...misplaced(stored), ...backInTime(stored), ...keptDiffers(stored)];
}

const fixes: Readonly<Partial<Record<Invariant, string>>> = {
  I3: 'stop Baton, keep a copy of the folder, and restore a backup',
  I4: 'the facts are right and what is kept is not: report this journal, it is a defect of Baton',
  I6: 'two processes wrote: make sure that one owns the folder, and report this journal',
};

function found(invariant: Invariant, what: string): Finding {
  return { invariant, execution: null, what, fix: fixes[invariant] ?? '' };
}

function misplaced({ stream, facts }: StoredStream): readonly Finding[] {
  const index = facts.findIndex(({ seq }, position) => seq !== position + 1);
  return index < 0 ? [] : [found('I3', `fact ${index + 1} of ${stream} is missing`)];
}

function backInTime({ stream, facts }: StoredStream): readonly Finding[] {
  const index = facts.findIndex(({ at }, position) => at < (facts[position - 1]?.at ?? at));
  return index < 0 ? [] : [found('I6', `the time of ${stream} goes back at fact ${facts[index]?.seq ?? 0}`)];
}

function keptDiffers({ stream, facts, kept }: StoredStream): readonly Finding[] {
  if (kept === 'damaged') return [found('I4', `the kept state of ${stream} is not what was written`)];
  if (lockOf(stream) === null) return [];
  try {
    const folded: unknown = JSON.parse(JSON.stringify(lockToJson(foldLock(facts))));
    const isSame = kept === null || isDeepStrictEqual(kept, folded);
    return isSame ? [] : [found('I4', `the kept state of ${stream} differs from its facts`)];
  } catch (error) {
    return [found('I6', `${stream} cannot be folded: ${error instanceof Error ? error.message : String(error)}`)];
  }
}
