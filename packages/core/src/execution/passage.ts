import { callHash, readAsks, type ApprovalAsks } from '../approval/approval-asks.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { idFrom } from '../kernel/entropy.ts';
import { fault, type Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { GatedState } from '../gate/gated-state.ts';
import type { GateWish } from '../gate/wish.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId } from '../step/step.ts';
import { fail, faultOf } from './ending.ts';
import { milliseconds } from './entering.ts';
import { frameAt, nodeOf } from './frames.ts';
import { basisWish } from './basis-wish.ts';
import { callAt } from './call-at.ts';
import { gatesOf } from './gates.ts';
import { handOut } from './hand-out.ts';
import { openOperation } from './operations.ts';
import { gateOrder } from './orders.ts';
import { frameScope } from './scope.ts';
import type { Frame } from './state.ts';
import { isOperation, taskOfStep, timerId, withoutAttempts } from './task-key.ts';
import type { Transition } from './transition.ts';

/** A step before its gates, with the call it stands in. */
export interface AtGate {
  readonly step: StepId;
  readonly frame: Frame & { readonly kind: 'call' };
  readonly gated: GatedState & { readonly operation?: Operation };
}

/** The step, if it stands before its gates. */
export function atGate(tx: Transition, step: StepId): AtGate | null {
  const frame = frameAt(tx, taskOfStep(step));
  if (frame?.kind !== 'call') return null;
  const gated = isOperation(step) ? openOperation(frame.operations, step)?.state : frame.step;
  return gated?.kind === 'gated' ? { step, frame, gated } : null;
}

/**
 * Lets a step get on that stands before its gates: the first of them is asked, behind the last one it is claimed. While
 * the execution is suspended nothing is asked and nothing claimed; `resume` comes back here.
 */
export function passOn(tx: Transition, step: StepId): void {
  const at = atGate(tx, step);
  if (at === null || tx.state.phase === 'suspended') return;
  const [first] = at.gated.gates;
  if (first?.gate !== 'approval' && first?.gate !== 'basis' && compareFirst(tx, at)) return;
  if (first === undefined) claim(tx, at);
  else if (first.gate === 'approval') askPeople(tx, at, readAsks(first.asks));
  else tx.steps.push(gateOrder(tx, { ...at, wish: first, attempt: at.gated.attempt }));
}

/** A step that has waited long before its gates looks anew whether its plan rests on what it did. */
function compareFirst(tx: Transition, { step, gated }: AtGate): boolean {
  const basis = basisWish(tx);
  if (basis === null) return false;
  const { attempt, gates, recovered } = gated;
  const again = recovered === undefined ? {} : { recovered };
  tx.emit({ kind: 'step.gated', step, attempt, gates: [basis, ...gates], ...again });
  passOn(tx, step);
  return true;
}

/** The gate before which the step stands lets it through. */
export function pass(tx: Transition, step: StepId, { gate, with: given }: Passing): void {
  tx.emit({ kind: 'gate.passed', step, gate, pass: given });
  passOn(tx, step);
}

interface Passing {
  readonly gate: GateWish['gate'];
  /** What it is given there. */
  readonly with: JsonObject;
}

/** A gate lets nobody through: the call fails without having been made. */
export function refuse(tx: Transition, { step, frame, gated }: AtGate, reason: Fault): void {
  if (gated.approval !== null) tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', step) });
  if (isOperation(step)) tx.emit({ kind: 'step.failed', step, fault: reason });
  else {
    const raised = { ...reason, instance: nodeOf(tx.program, frame).reference };
    const [first] = gated.gates;
    if (first?.gate === 'approval' || first?.gate === 'basis') tx.denied = raised;
    fail(tx, step, raised);
  }
}

/** Asks people, unless they have answered: for this call in an earlier attempt, or just now. */
function askPeople(tx: Transition, at: AtGate, asks: ApprovalAsks): void {
  const { step, frame, gated } = at;
  if (asks.refuse !== undefined) {
    refuse(tx, at, fault('authorization', asks.refuse));
    return;
  }
  const made = callAt(frame, step) ?? {};
  const hash = callHash(made, asks.subject);
  const used = usedFor(tx, step, { hash, call: asks.subject === null ? callHash(made, null) : null });
  if (gated.approval !== null) count(tx, at, asks);
  else if (used !== null) pass(tx, step, { gate: 'approval', with: { ...used, again: true } });
  else request(tx, at, { hash, due: tx.at + asks.expires });
}

/**
 * The approval that was used for this step in an earlier attempt, if it is for this call. Where nobody knows now what the
 * call is made with (its function is not registered yet) that is looked at when it is performed.
 */
function usedFor(
  tx: Transition,
  step: StepId,
  { hash, call }: { readonly hash: string; readonly call: string | null },
): JsonObject | null {
  const used = tx.state.approvals[withoutAttempts(step)];
  if (used === undefined || (used.hash !== hash && used.call !== call)) return null;
  return { approval: used.id, hash: used.hash, call: used.call };
}

function request(tx: Transition, { step }: AtGate, asked: { readonly hash: string; readonly due: number }): void {
  const approval = `${tx.execution}:${idFrom(`${tx.execution}|${step}|${tx.state.seq}`).slice(0, 8)}`;
  tx.emit({ kind: 'approval.requested', step, approval, ...asked });
  tx.emit({ kind: 'timer.armed', timer: timerId('approval', step), due: asked.due });
}

/**
 * Looks whether enough people have said yes. What they said yes to must still be what would be done: when the function
 * behind the call has become another one, they are asked again.
 */
function count(tx: Transition, at: AtGate, asks: ApprovalAsks): void {
  const { step, gated } = at;
  const { approval } = gated;
  if (approval === null || approval.votes.length < asks.quorum) return;
  tx.emit({ kind: 'timer.cancelled', timer: timerId('approval', step) });
  const changed = changedWish(tx, at, asks);
  if (changed === undefined) {
    const by = approval.votes.map((vote) => vote.by);
    const call = callHash(callAt(at.frame, step) ?? {}, null);
    pass(tx, step, { gate: 'approval', with: { approval: approval.id, hash: approval.hash, call, by } });
    return;
  }
  const { attempt, gates } = gated;
  tx.emit({ kind: 'step.gated', step, attempt, gates: [changed, ...gates.slice(1)] });
  passOn(tx, step);
}

function changedWish(tx: Transition, { step, gated }: AtGate, { subject }: ApprovalAsks): GateWish | undefined {
  const wish = gatesOf(tx, step, gated.attempt).find(({ gate }) => gate === 'approval');
  if (wish === undefined) return undefined;
  const now = readAsks(wish.asks);
  const isKnown = now.subject !== null;
  const isSame = now.refuse === undefined && (!isKnown || canonicalJson(now.subject) === canonicalJson(subject));
  return isSame ? undefined : wish;
}

/** The code of a durable function is claimed by the function itself, when it hears that it may. */
function claim(tx: Transition, { step, frame, gated }: AtGate): void {
  if (gated.operation?.kind === 'step') return;
  const node = nodeOf(tx.program, frame);
  try {
    const limit = isOperation(step) || frame.timeoutAt !== null ? null : limitOf(tx, frame, node);
    tx.emit({ kind: 'step.claimed', step, attempt: gated.attempt });
    if (limit !== null) tx.emit({ kind: 'timer.armed', timer: timerId('timeout', step), due: tx.at + limit });
    handOut(tx, step);
    if (gated.recovered === true) markRecovered(tx, step);
  } catch (error) {
    fail(tx, step, faultOf(error, node));
  }
}

/** Whoever performs it must know that the attempt before may have happened. */
function markRecovered(tx: Transition, step: StepId): void {
  const order = tx.steps.at(-1);
  if (order?.id === step) tx.steps[tx.steps.length - 1] = { ...order, recovered: true };
}

/** How long the task may take from here: waiting before gates does not count. A lease counts from the lock on. */
function limitOf(tx: Transition, frame: Frame, { timeout, extended }: TaskNode): number | null {
  if (timeout === undefined || extended === true) return null;
  return milliseconds(timeout, { input: frame.input, scope: frameScope(tx, frame) });
}
