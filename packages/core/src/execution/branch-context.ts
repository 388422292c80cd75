import { assert } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import type { TaskKey } from '../step/step.ts';
import { branchAt } from './branches.ts';
import { mergeContexts, type ContextChange } from './context.ts';
import { branchIndexTowards, forkNodeOf, type Chain, type Running } from './frames.ts';
import type { BranchState, Frame } from './state.ts';

type ForkFrame = Frame & { readonly kind: 'fork' };

/** A branch of an open fork. */
export interface BranchPlace {
  /** The frames around, the fork last. */
  readonly chain: Chain;
  readonly container: ForkFrame;
  readonly index: number;
}

/** The innermost open branch around a key, with the place of its fork in the chain. */
export interface OpenBranch {
  readonly branch: BranchState & { readonly kind: 'open' };
  readonly depth: number;
  readonly index: number;
}

/** Finds the branch whose context a key sees; null where it sees that of the execution. */
export function innermostBranch(running: Running, chain: Chain, key: TaskKey): OpenBranch | null {
  const found = branchAround(running, chain, key);
  return found?.branch.kind === 'open' ? { ...found, branch: found.branch } : null;
}

/** The context that a task inside the chain sees: its branch's (also when it is about to begin that branch), else the execution's. */
export function contextAt(running: Running, chain: Chain, key: TaskKey): Json {
  const found = branchAround(running, chain, key);
  if (found === null) return running.state.context;
  const { branch, depth, index } = found;
  if (branch.kind !== 'blocked') return branch.context;
  const container = chain[depth];
  assert(container?.kind === 'fork', 'branches stand in forks');
  return branchContext(running, { chain: chain.slice(0, depth + 1), container, index });
}

/** What a branch sees when it starts: the fork's own context and the exports of its ancestors, nothing else. */
export function branchContext(running: Running, { chain, container, index }: BranchPlace): Json {
  const base = contextAt(running, chain.slice(0, -1), container.key);
  const ancestors = forkNodeOf(running.program, container).branches[index]?.ancestors ?? [];
  return mergeContexts(base, changesOf(container, ancestors));
}

/** The context after a fork: its own and what its branches exported; undefined when they exported nothing. */
export function joinedContext(running: Running, chain: Chain): Json | undefined {
  const fork = chain.at(-1);
  assert(fork?.kind === 'fork', 'only forks join');
  const changes = changesOf(fork, forkNodeOf(running.program, fork).branches.keys());
  if (changes.every(({ before, after }) => before === after)) return undefined;
  return mergeContexts(contextAt(running, chain.slice(0, -1), fork.key), changes);
}

function changesOf(fork: ForkFrame, positions: Iterable<number>): readonly ContextChange[] {
  return [...positions].flatMap((position) => {
    const branch = branchAt(fork.branches, position);
    return branch?.kind === 'ended' && branch.how === 'completed'
      ? [{ before: branch.before, after: branch.context }]
      : [];
  });
}

type LivingBranch = BranchState & { readonly kind: 'blocked' | 'open' };

function branchAround(
  { program }: Running,
  chain: Chain,
  key: TaskKey,
): { readonly branch: LivingBranch; readonly depth: number; readonly index: number } | null {
  for (let depth = chain.length - 1; depth >= 0; depth -= 1) {
    const frame = chain[depth];
    if (frame?.kind !== 'fork' || frame.key === key) continue;
    const index = branchIndexTowards(program, frame, key);
    const branch = branchAt(frame.branches, index);
    if (branch?.kind === 'blocked' || branch?.kind === 'open') return { branch, depth, index };
  }
  return null;
}
