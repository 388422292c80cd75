import { callHash, readAsks } from '../../approval/approval-asks.ts';
import type { OpenQuestion, Question } from '../../event/question.ts';
import { idFrom } from '../../kernel/entropy.ts';
import { fault } from '../../kernel/fault.ts';
import type { StepId } from '../../step/step.ts';
import { admit, denial } from '../admission.ts';
import { driveAll } from '../drive.ts';
import { raise } from '../ending.ts';
import { supervisionOf } from '../evolve-supervision.ts';
import { walkFrames } from '../frames.ts';
import { atGate, pass, refuse } from '../passage.ts';
import { programOf } from '../program-at.ts';
import { failedBranches, forkAwaiting } from '../revision/failed-branches.ts';
import { revisionProblems } from '../revision/revision-problems.ts';
import { allOperations } from '../operations.ts';
import { timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Answer, Trigger } from '../trigger.ts';

/** People are asked about the execution as a whole. What they are asked already is not asked again. */
export function ask(tx: Transition, { question, asks }: Trigger & { readonly kind: 'ask' }): void {
  if (question.kind === 'revision' && !isPossible(tx, question)) return;
  const { open, asked } = supervisionOf(tx.state);
  const before = open.find((one) => isAbout(one.question, question));
  if (before !== undefined && question.kind !== 'revision') return;
  if (before !== undefined) tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', before.step) });
  const step = `|${question.kind}#${asked + 1}`;
  const approval = `${tx.execution}:${idFrom(`${tx.execution}|${step}|${tx.state.seq}`).slice(0, 8)}`;
  const due = tx.at + readAsks(asks).expires;
  tx.emit({ kind: 'approval.requested', step, approval, hash: callHash(question, null), due, question, asks });
  tx.emit({ kind: 'timer.armed', timer: timerId('approval', step), due });
}

function isAbout(one: Question, other: Question): boolean {
  if (one.kind !== 'budget' || other.kind !== 'budget') return one.kind === other.kind;
  return one.account === other.account && one.measure === other.measure;
}

function isPossible(tx: Transition, { definition }: Question & { readonly kind: 'revision' }): boolean {
  const problems = revisionProblems(tx, programOf(tx.family, definition.hash));
  const same = definition.hash === tx.program.reference.hash && forkAwaiting(tx.state) === null;
  const said = same ? ['it is the definition by which it goes on already'] : problems;
  if (said.length > 0) tx.refuse('not-revisable', `execution ${tx.execution} cannot go on by it: ${said.join('; ')}`);
  return said.length === 0;
}

/** The question that stands under this id; null when none does. */
export function questionAsked(tx: Transition, id: string): OpenQuestion | null {
  return supervisionOf(tx.state).open.find((open) => open.id === id) ?? null;
}

/** A person answers a question about the execution: one no is the end of it, with as many yes as are asked for it is done. */
export function answerQuestion(tx: Transition, open: OpenQuestion, answer: Answer): void {
  const asks = readAsks(open.asks);
  const right = admit(tx, { asks, votes: open.votes }, answer);
  if (right === null) return;
  const { question } = open;
  if (answer.decision === 'approve' && question.kind === 'revision' && !isPossible(tx, question)) return;
  const { decision, by, comment, lapsed = [] } = answer;
  tx.emit({
    kind: 'approval.decided',
    step: open.step,
    approval: open.id,
    decision,
    by,
    ...right,
    ...(comment !== undefined && { comment }),
    ...(lapsed.length > 0 && { lapsed }),
  });
  const voted = questionAsked(tx, open.id);
  const isEnough = (voted?.votes.length ?? 0) >= asks.quorum;
  if (decision === 'approve' && !isEnough) return;
  tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', open.step) });
  if (decision === 'approve') carryOut(tx, open);
  else decline(tx, open, denial(by, comment));
}

/** Nobody answered in time: that is a no. */
export function expireQuestion(tx: Transition, step: StepId): void {
  const open = supervisionOf(tx.state).open.find((one) => one.step === step);
  if (open === undefined || tx.at < open.due) return;
  tx.emit({ kind: 'timer.fired', timer: timerId('approval', step) });
  decline(tx, open, 'nobody approved it in time');
}

/** Nobody knows another way: the plan fails with what failed. While people are asked about another way, one is known. */
export function giveUp(tx: Transition): void {
  const isAsked = supervisionOf(tx.state).open.some(({ question }) => question.kind === 'revision');
  const fork = forkAwaiting(tx.state);
  const [first] = fork === null ? [] : failedBranches(fork);
  if (fork !== null && first !== undefined && !isAsked) raise(tx, fork.key, first.fault);
}

function carryOut(tx: Transition, { id: approval, question }: OpenQuestion): void {
  switch (question.kind) {
    case 'revision':
      tx.emit({ kind: 'program.revised', approval, definition: question.definition });
      driveAll(tx);
      return;
    case 'basis':
      tx.emit({ kind: 'basis.compared', approval, basis: question.basis });
      for (const step of beforeBasis(tx)) pass(tx, step, { gate: 'basis', with: {} });
      return;
    case 'budget': {
      const { account, measure, to } = question;
      tx.emit({ kind: 'budget.raised', approval, account, caps: { [measure]: to } });
    }
  }
}

function decline(tx: Transition, { question }: OpenQuestion, why: string): void {
  if (question.kind === 'revision') giveUp(tx);
  if (question.kind !== 'basis') return;
  for (const step of beforeBasis(tx)) {
    const at = atGate(tx, step);
    const told = `what the plan rests on has changed since it was agreed to, and ${why}`;
    if (at !== null) refuse(tx, at, fault('authorization', told));
  }
}

/** The steps that wait until what the plan rests on has been compared. */
function beforeBasis(tx: Transition): readonly StepId[] {
  const steps: StepId[] = [];
  walkFrames(tx.state, (frame) => {
    if (frame.kind !== 'call') return;
    const operations = allOperations(frame.operations).map(({ step, state }) => ({ step, state }));
    for (const { step, state } of [{ step: frame.key, state: frame.step }, ...operations])
      if (state.kind === 'gated' && state.gates[0]?.gate === 'basis') steps.push(step);
  });
  return steps;
}
