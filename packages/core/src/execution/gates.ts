import type { Scope } from '../expression/evaluator.ts';
import type { GatedCall } from './gated-call.ts';
import type { GateWish } from '../gate/wish.ts';
import { approvalAsks } from '../approval/approval-asks.ts';
import { FaultError } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import type { ApprovalRule } from '../program/metadata.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { StepId } from '../step/step.ts';
import type { Operation } from '../step/operation.ts';
import { basisWish } from './basis-wish.ts';
import { callingAt, callOf } from './call-at.ts';
import { frameAt, nodeOf } from './frames.ts';
import { identityOfTask } from './identity.ts';
import { frameScope } from './scope.ts';
import { isOperation, taskOfStep } from './task-key.ts';
import type { Transition } from './transition.ts';

/** A step of a task that is about to be claimed. */
export interface TaskStep {
  readonly key: StepId;
  readonly attempt: number;
  readonly node: TaskNode;
  readonly effect: GatedCall['call'];
  readonly input: Json;
  readonly scope: Scope;
}

const noGates: readonly GateWish[] = [];

/** The gates that the step of a task has to pass. May fault: the definition says by an expression when people are asked. */
export function gatesOfTask(
  tx: Transition,
  { key, attempt, node, effect: call, input, scope }: TaskStep,
): readonly GateWish[] {
  if (call.kind === 'lock' || call.kind === 'unavailable') return noGates;
  const rule = node.metadata.approval;
  if (rule === undefined && tx.gates === null && tx.state.origin.plan === undefined) return noGates;
  const isAsked = rule !== undefined && (node.approvalWhen?.evaluate(input, scope) ?? true) !== false;
  return wishes(tx, { step: key, attempt, call, node, approval: isAsked ? rule : null });
}

/** The gates that an operation of a durable function has to pass. */
export function gatesOfOperation(
  tx: Transition,
  { step, attempt, operation }: { readonly step: StepId; readonly attempt: number; readonly operation: Calling },
): readonly GateWish[] {
  const approval = (operation.kind === 'call' ? operation.approval : undefined) ?? null;
  const call = callOf(operation);
  if (call.kind === 'lock' || call.kind === 'unavailable') return noGates;
  if (tx.gates === null && approval === null && tx.state.origin.plan === undefined) return noGates;
  const frame = frameAt(tx, taskOfStep(step));
  return frame === null ? noGates : wishes(tx, { step, attempt, call, node: nodeOf(tx.program, frame), approval });
}

type Calling = Operation & { readonly kind: 'call' | 'step' };

/** The gates that an open step has to pass for its attempt `attempt`. */
export function gatesOf(tx: Transition, step: StepId, attempt: number): readonly GateWish[] {
  const frame = frameAt(tx, taskOfStep(step));
  if (frame?.kind !== 'call') return noGates;
  if (isOperation(step)) {
    const operation = callingAt(frame, step);
    return operation === null ? noGates : gatesOfOperation(tx, { step, attempt, operation });
  }
  const call = frame.effect;
  const node = nodeOf(tx.program, frame);
  try {
    const over = { input: frame.input, scope: frameScope(tx, frame) };
    return gatesOfTask(tx, { key: step, attempt, node, effect: call, ...over });
  } catch (error) {
    // Where nobody can tell any more whether people are to be asked, they are.
    if (!(error instanceof FaultError)) throw error;
    return wishes(tx, { step, attempt, call, node, approval: node.metadata.approval ?? {} });
  }
}

interface Wishing extends Pick<GatedCall, 'step' | 'attempt' | 'call'> {
  readonly node: TaskNode;
  readonly approval: ApprovalRule | null;
}

/** An approval that the definition asks for is asked for, whatever else is in force. */
function wishes(tx: Transition, { node, approval, ...rest }: Wishing): readonly GateWish[] {
  const { origin } = tx.state;
  const identity = isOperation(rest.step) ? null : identityOfTask(node);
  const { budget } = tx.program.metadata;
  const call = { ...rest, execution: tx.execution, origin, identity, metadata: node.metadata, budget, approval };
  const found = withBasis(tx, tx.gates?.(call) ?? noGates);
  if (approval === null || found.some(({ gate }) => gate === 'approval')) return found;
  return [{ gate: 'approval', asks: approvalAsks(approval) }, ...found];
}

/** People come before the comparison: it is made when they have answered, however long that takes. */
function withBasis(tx: Transition, found: readonly GateWish[]): readonly GateWish[] {
  const basis = basisWish(tx);
  if (basis === null || found.some(({ gate }) => gate === 'basis')) return found;
  const people = found.filter(({ gate }) => gate === 'approval');
  return [...people, basis, ...found.filter(({ gate }) => gate !== 'approval')];
}
