import { isDeepStrictEqual } from 'node:util';
import {
  contextFromJson,
  contextOf,
  contextToJson,
  evolveContext,
  evolveMailbox,
  emptyMailbox,
  mailboxOf,
  mailboxToJson,
  unwritten,
  type Fact,
  type JsonObject,
} from '@batonhq/core';
import type { Finding, Invariant } from './examined.ts';
import type { StoredStream } from './fact-streams.ts';

const fixes: Readonly<Partial<Record<Invariant, string>>> = {
  I4: 'the facts are right and what is kept is not: report this journal, it is a defect of Baton',
  I6: 'two processes wrote: make sure that one owns the folder, and report this journal',
};

/**
 * What must hold of shared values and mailboxes: I6, each fact follows from what was there (no version is replaced that was
 * not the last, no message is in two hands or dealt with twice); I4, what is kept is what the facts come to. Nothing for any
 * other stream.
 */
export function verifyTogether(stored: StoredStream): readonly Finding[] {
  const value = contextOf(stored.stream);
  if (value !== null)
    return verify(stored, {
      what: `${value.key} of the shared context of ${value.tenant}`,
      start: unwritten,
      evolve: evolveContext,
      toJson: contextToJson,
      isOurs: (kept) => contextFromJson(kept) !== null,
    });
  const mailbox = mailboxOf(stored.stream);
  if (mailbox === null) return [];
  return verify(stored, {
    what: `the mailbox of ${mailbox.agent} of ${mailbox.tenant}`,
    start: emptyMailbox,
    evolve: evolveMailbox,
    toJson: mailboxToJson,
    isOurs: () => true,
  });
}

interface Verifying<State> {
  readonly what: string;
  readonly start: State;
  readonly evolve: (state: State, fact: Fact) => State;
  readonly toJson: (state: State) => JsonObject;
  /** A kept state of another form is passed over when it is read, so it says nothing here. */
  readonly isOurs: (kept: JsonObject) => boolean;
}

function verify<State>(
  { facts, kept }: StoredStream,
  { what, start, evolve, toJson, isOurs }: Verifying<State>,
): readonly Finding[] {
  const found = (invariant: Invariant, problem: string): Finding => ({
    invariant,
    execution: null,
    what: `${what}: ${problem}`,
    fix: fixes[invariant] ?? '',
  });
  let state = start;
  for (const fact of facts) {
    try {
      state = evolve(state, fact);
    } catch (error) {
      return [found('I6', `fact ${fact.seq} does not fit: ${error instanceof Error ? error.message : String(error)}`)];
    }
  }
  if (kept === null || kept === 'damaged' || !isOurs(kept)) return [];
  const isSame = isDeepStrictEqual(kept, JSON.parse(JSON.stringify(toJson(state))));
  return isSame ? [] : [found('I4', 'its kept state differs from its facts')];
}
