import { givenOr, type Json } from '../kernel/json.ts';
import type { Branches, BranchState, Frame } from './state.ts';

/*
 * Branches are kept in chunks: changing one copies its chunk and the list of chunks, not all of them, so that a fork
 * of thousands stays cheap to fold. Plain arrays, so that a snapshot is plain JSON.
 */
const chunkSize = 32;

/** So many branches that have not started. */
export function blockedBranches(count: number): Branches {
  return inChunks(Array.from({ length: count }, () => blocked));
}

/** Branches as they are kept. */
export function inChunks(branches: readonly BranchState[]): Branches {
  const chunks: (readonly BranchState[])[] = [];
  for (let start = 0; start < branches.length; start += chunkSize)
    chunks.push(branches.slice(start, start + chunkSize));
  return chunks;
}

const blocked: BranchState = { kind: 'blocked' };

/** The branch at a position; undefined when there is none. */
export function branchAt(branches: Branches, index: number): BranchState | undefined {
  return index < 0 ? undefined : branches[Math.floor(index / chunkSize)]?.[index % chunkSize];
}

/** The branches with one of them changed. */
export function changedBranches(branches: Branches, index: number, branch: BranchState): Branches {
  const at = Math.floor(index / chunkSize);
  const chunk = (branches[at] ?? []).slice();
  chunk[index % chunkSize] = branch;
  const chunks = branches.slice();
  chunks[at] = chunk;
  return chunks;
}

/** All branches in declaration order. */
export function allBranches(branches: Branches): readonly BranchState[] {
  return branches.flat();
}

/** What flows into a branch of a fork. */
export function flowingInto(fork: Frame & { readonly kind: 'fork' }, index: number): Json {
  const branch = branchAt(fork.branches, index);
  return givenOr(branch?.kind === 'blocked' ? branch.input : undefined, fork.input);
}

/** How often a branch's name was given anew before it starts: part of its key. */
export function turnOf(branches: Branches, index: number): number {
  const branch = branchAt(branches, index);
  return branch?.kind === 'blocked' ? (branch.turn ?? 0) : 0;
}
