import { readAsks, type ApprovalAsks } from '../../approval/approval-asks.ts';
import { fault } from '../../kernel/fault.ts';
import type { StepId } from '../../step/step.ts';
import { admit, denial } from '../admission.ts';
import { callAt } from '../call-at.ts';
import { isQuestion } from '../evolve-supervision.ts';
import { openApprovals } from '../open-approvals.ts';
import { atGate, passOn, refuse, type AtGate } from '../passage.ts';
import { timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Answer, Trigger } from '../trigger.ts';
import { answerQuestion, expireQuestion, questionAsked } from './question.ts';

/**
 * A person answers. Each answer counts once, and only while the question stands: one no is the end of it, with as many
 * yes as are asked for the call goes on. Whoever may not answer, or has, is told so.
 */
export function approval(tx: Transition, answer: Trigger & { readonly kind: 'approval' }): void {
  const question = questionAsked(tx, answer.approval);
  if (question !== null) {
    answerQuestion(tx, question, answer);
    return;
  }
  const asked = admitted(tx, answer);
  if (asked !== null) record(tx, asked.at.step, { ...answer, ...asked.right });
}

/** A person changes what the call is given: whatever was said before is about another call, so people are asked anew. */
export function amend(tx: Transition, change: Trigger & { readonly kind: 'amend' }): void {
  if (questionAsked(tx, change.approval) !== null) {
    tx.refuse(
      'not-amendable',
      'only what a function or a workflow is given can be changed: deny it, and propose something else',
    );
    return;
  }
  const asked = admitted(tx, change);
  if (asked === null) return;
  const { step, frame } = asked.at;
  const call = callAt(frame, step);
  if (call?.kind !== 'function' && call?.kind !== 'workflow') {
    tx.refuse('not-amendable', `only what a function or a workflow is given can be changed, and ${step} calls neither`);
    return;
  }
  const { approval: id, input, by, comment } = change;
  tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', step) });
  tx.emit({ kind: 'approval.amended', step, approval: id, input, by, ...(comment !== undefined && { comment }) });
  passOn(tx, step);
}

/** The question, and the right by which somebody may say something about it; null when it was refused. */
function admitted(
  tx: Transition,
  said: Pick<Answer, 'approval' | 'by' | 'roles' | 'lapsed'> & { readonly decision?: Answer['decision'] },
): { readonly at: AtGate; readonly right: { readonly role?: string } } | null {
  const at = asked(tx, said.approval);
  if (at === null) {
    tx.refuse('not-asked', `nobody waits for an answer to ${said.approval}`);
    return null;
  }
  const right = admit(tx, { asks: wanted(at), votes: at.gated.approval?.votes ?? [] }, said);
  return right === null ? null : { at, right };
}

function record(tx: Transition, step: StepId, answer: Answer & { readonly role?: string }): void {
  const { approval: id, decision, by, role, comment, lapsed = [] } = answer;
  tx.emit({
    kind: 'approval.decided',
    step,
    approval: id,
    decision,
    by,
    ...(role !== undefined && { role }),
    ...(comment !== undefined && { comment }),
    ...(lapsed.length > 0 && { lapsed }),
  });
  const at = atGate(tx, step);
  if (decision === 'approve') passOn(tx, step);
  else if (at !== null) refuse(tx, at, fault('authorization', denial(by, comment)));
}

function wanted({ gated }: AtGate): ApprovalAsks | undefined {
  const [first] = gated.gates;
  return first === undefined ? undefined : readAsks(first.asks);
}

/** The step about which people are asked under this id. */
function asked(tx: Transition, id: string): AtGate | null {
  const found = openApprovals(tx.state).find((open) => open.id === id);
  return found === undefined ? null : atGate(tx, found.step);
}

/** Nobody answered in time: that is a no. */
export function approvalTimer(tx: Transition, step: StepId): void {
  if (isQuestion(step)) {
    expireQuestion(tx, step);
    return;
  }
  const at = atGate(tx, step);
  const open = at?.gated.approval ?? null;
  if (at === null || open === null || tx.at < open.due) return;
  tx.emit({ kind: 'timer.fired', timer: timerId('approval', step) });
  const left = atGate(tx, step);
  if (left !== null) refuse(tx, left, fault('authorization', 'nobody approved it in time'));
}
