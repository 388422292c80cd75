import { isDeepStrictEqual } from 'node:util';
import {
  evolveLimit,
  limitFromJson,
  limitOf,
  limitToJson,
  obstacleOf,
  unusedLimit,
  type LimitState,
} from '@batonhq/core';
import type { Finding, Invariant } from './examined.ts';
import type { StoredStream } from './fact-streams.ts';

const fixes: Readonly<Partial<Record<Invariant, string>>> = {
  I4: 'the facts are right and what is kept is not: report this journal, it is a defect of Baton',
  I6: 'two processes wrote: make sure that one owns the folder, and report this journal',
  I8: 'more was sent than the limit says: report this journal, it is a defect of Baton',
};

/**
 * What must hold of the stream of a limited resource: I8, no call was let through that had anything in its way; I4, what is
 * kept is what the facts come to. Nothing for any other stream.
 */
export function verifyLimit({ stream, facts, kept }: StoredStream): readonly Finding[] {
  const named = limitOf(stream);
  if (named === null) return [];
  const found = (invariant: Invariant, what: string): Finding => ({
    invariant,
    execution: null,
    what: `the limit of ${named.resource} for ${named.tenant}: ${what}`,
    fix: fixes[invariant] ?? '',
  });
  const problems: Finding[] = [];
  let state = unusedLimit;
  for (const fact of facts) {
    const obstacle = fact.kind === 'limit.granted' ? obstacleOf(state, fact.at) : null;
    if (obstacle !== null) problems.push(found('I8', `fact ${fact.seq} lets a call through against ${obstacle.kind}`));
    try {
      state = evolveLimit(state, fact);
    } catch (error) {
      return [found('I6', `fact ${fact.seq} does not fit: ${error instanceof Error ? error.message : String(error)}`)];
    }
  }
  if (!isKept(state, kept)) problems.push(found('I4', 'its kept state differs from its facts'));
  return problems;
}

/** A kept state of another form is passed over when it is read, so it says nothing here. */
function isKept(state: LimitState, kept: StoredStream['kept']): boolean {
  if (kept === null || kept === 'damaged' || limitFromJson(kept) === null) return true;
  return isDeepStrictEqual(kept, JSON.parse(JSON.stringify(limitToJson(state))));
}
