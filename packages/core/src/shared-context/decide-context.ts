import type { Fact } from '../event/fact.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { ContextState, ContextWriter, ContextOrigin } from './context-state.ts';
import { contextFactVersion, evolveContext } from './evolve-context.ts';
import { mergeValues, type MergeRule } from './merge-values.ts';

/** A value that is to be written. */
export interface ContextWrite {
  readonly at: number;
  /** Undefined takes away what is there. */
  readonly value: Json | undefined;
  /**
   * The version that the writer has seen, 0 for none: another one there is a conflict. With `merge` the value joins whatever
   * is there instead.
   */
  readonly expected: number;
  readonly merge?: MergeRule;
  readonly origin: ContextOrigin;
  readonly by: ContextWriter;
  /** The same request again gets the same answer and changes nothing. */
  readonly request?: string;
  /** Numbers of conflicts that this write settles, beside those of its own writer. */
  readonly resolves?: readonly number[];
}

/** What came of it. */
export interface ContextDecision {
  readonly state: ContextState;
  readonly facts: readonly Fact[];
  /** Whether the value was written, and the number of the fact that says so, or that it was refused. */
  readonly answer: { readonly isWritten: boolean; readonly number: number };
}

/** Decides about a write. Pure. Nothing is overwritten that the writer had not seen; what was refused is recorded. */
export function decideContext(state: ContextState, write: ContextWrite): ContextDecision {
  const before = state.answered.find(({ request }) => request === write.request);
  if (before !== undefined) return { state, facts: [], answer: before };
  const { why, value } = outcomeOf(state, write);
  const common = {
    by: { ...write.by },
    origin: { ...write.origin, ...(write.origin.read !== undefined && { read: [...write.origin.read] }) },
    ...(write.request !== undefined && { request: write.request }),
  };
  if (why !== null)
    return decided(state, write.at, {
      kind: 'context.refused',
      fields: {
        ...common,
        why,
        ...(write.value !== undefined && { value: write.value }),
        ...(write.merge === undefined ? { expected: write.expected } : { merge: write.merge }),
      },
    });
  const resolves = resolvedBy(state, write);
  return decided(state, write.at, {
    kind: value === undefined ? 'context.removed' : 'context.written',
    fields: {
      ...common,
      replaces: state.version,
      ...(value !== undefined && { value }),
      ...(write.merge !== undefined && { merge: write.merge }),
      ...(resolves.length > 0 && { resolves: [...resolves] }),
    },
  });
}

function outcomeOf(
  state: ContextState,
  { value, merge, expected }: ContextWrite,
): { readonly why: string | null; readonly value: Json | undefined } {
  if (merge !== undefined && value !== undefined) {
    const merged = mergeValues(merge, state.value, value);
    return merged.kind === 'merged' ? { why: null, value: merged.value } : { why: merged.why, value };
  }
  if (expected === state.version) return { why: null, value };
  const there = state.version === 0 ? 'nothing was written yet' : `version ${state.version} is there`;
  const known = expected === 0 ? 'the writer knew of none' : `the writer knew version ${expected}`;
  return { why: `${there}, ${known}`, value };
}

/** A writer that writes after all has settled its own conflicts. */
function resolvedBy({ conflicts }: ContextState, { by, resolves = [] }: ContextWrite): readonly number[] {
  return conflicts
    .filter(({ number, by: other }) => resolves.includes(number) || isSameWriter(by, other))
    .map(({ number }) => number);
}

function isSameWriter(left: ContextWriter, right: ContextWriter): boolean {
  if (left.execution !== undefined) return left.execution === right.execution && left.agent === right.agent;
  return left.user !== undefined && right.execution === undefined && left.user === right.user;
}

function decided(
  state: ContextState,
  at: number,
  { kind, fields }: { readonly kind: string; readonly fields: JsonObject },
): ContextDecision {
  const fact = { seq: state.seq + 1, at: Math.max(at, state.at), kind, version: contextFactVersion, fields };
  return {
    state: evolveContext(state, fact),
    facts: [fact],
    answer: { isWritten: kind !== 'context.refused', number: fact.seq },
  };
}
