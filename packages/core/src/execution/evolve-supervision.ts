import { assert } from '../kernel/assert.ts';
import type { ExecutionEvent } from '../event/event.ts';
import { unsupervised, type OpenQuestion, type Supervision } from '../event/question.ts';
import type { Program } from '../program/program.ts';
import { allBranches, changedBranches } from './branches.ts';
import { branchIndex, chainTo, forkNodeOf, withFrame, type Running } from './frames.ts';
import type { Placed } from './placed.ts';
import { programOf } from './program-at.ts';
import { revisedState } from './revision/revised-state.ts';
import type { ExecutionState } from './state.ts';
import { lastName, parentOf } from './task-key.ts';

type ApprovalEvent = Extract<ExecutionEvent, { readonly kind: `approval.${string}` }>;

/** What was decided about an execution as a whole, and what waits for that. */
export type SupervisionEvent = Extract<
  ExecutionEvent,
  { readonly kind: 'revision.awaited' | 'program.revised' | 'basis.compared' | 'budget.raised' }
>;

/** True for what is asked about the execution as a whole: its steps are operations of nothing. */
export function isQuestion(step: string): boolean {
  return step.startsWith('|');
}

/** What was asked and decided about an execution so far. */
export function supervisionOf({ supervision }: ExecutionState): Supervision {
  return supervision ?? unsupervised;
}

/** Folds in what people were asked about the execution, and said. */
export function evolveQuestion(
  state: ExecutionState,
  { event, at }: Pick<Placed<ApprovalEvent>, 'event' | 'at'>,
): ExecutionState {
  const before = supervisionOf(state);
  if (event.kind === 'approval.requested') {
    const { approval: id, step, hash, due, question, asks } = event;
    assert(question !== undefined && asks !== undefined, `${step} asks nothing`);
    const open: OpenQuestion = { id, step, hash, since: at, due, votes: [], question, asks };
    return { ...state, supervision: { ...before, asked: before.asked + 1, open: [...before.open, open] } };
  }
  assert(event.kind === 'approval.decided', `${event.step} cannot be changed`);
  if (event.decision === 'deny') return state;
  const vote = { by: event.by, ...(event.role !== undefined && { role: event.role }) };
  return changed(state, event.step, (open) => [
    { ...open, votes: [...open.votes.filter(({ by }) => event.lapsed?.includes(by) !== true), vote] },
  ]);
}

/** A question whose timer is over, one way or the other, is none any more. */
export function withdrawn(state: ExecutionState, step: string): ExecutionState {
  return changed(state, step, () => []);
}

function changed(
  state: ExecutionState,
  step: string,
  change: (open: OpenQuestion) => readonly OpenQuestion[],
): ExecutionState {
  const before = supervisionOf(state);
  const open = before.open.flatMap((one) => (one.step === step ? change(one) : [one]));
  return { ...state, supervision: { ...before, open } };
}

/** Folds in what was decided. `family` has the programs that may take the place of the one in force. */
export function evolveSupervision(
  running: Running,
  { event, at }: Pick<Placed<SupervisionEvent>, 'event' | 'at'>,
  family: Program,
): ExecutionState {
  const { state } = running;
  const before = supervisionOf(state);
  switch (event.kind) {
    case 'revision.awaited':
      return failedBranch(running, event, at);
    case 'program.revised': {
      const revisions = before.revisions + 1;
      const next = revisedState(running, programOf(family, event.definition.hash), revisions);
      return { ...next, supervision: { ...before, revisions } };
    }
    case 'basis.compared':
      return {
        ...state,
        supervision: { ...before, comparedAt: at, basis: event.basis },
      };
    case 'budget.raised':
      return {
        ...state,
        supervision: {
          ...before,
          raised: { ...before.raised, [event.account]: { ...before.raised[event.account], ...event.caps } },
        },
      };
  }
}

function failedBranch(
  running: Running,
  { task, fault }: SupervisionEvent & { readonly kind: 'revision.awaited' },
  at: number,
): ExecutionState {
  const chain = chainTo(running, parentOf(task));
  const fork = chain?.at(-1);
  assert(chain && fork?.kind === 'fork', `${task} is no task of a plan`);
  const index = branchIndex(forkNodeOf(running.program, fork), lastName(task));
  const branches = changedBranches(fork.branches, index, { kind: 'failed', task, since: at, fault });
  const unended = allBranches(branches).filter(({ kind }) => kind !== 'ended').length;
  return withFrame(running, chain, { ...fork, branches, unended });
}

/** What a plan rests on was found as it was agreed to. */
export function compared(state: ExecutionState, at: number): ExecutionState {
  return { ...state, supervision: { ...supervisionOf(state), comparedAt: at } };
}
