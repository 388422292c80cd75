import {
  allOperations,
  openOperation,
  orderFor,
  walkFrames,
  type ExecutionState,
  type Frame,
  type StepOrder,
} from '@batonhq/core';
import type { Resident } from './resident.ts';

type CallFrame = Frame & { readonly kind: 'call' };

/**
 * Durable functions that are open and not live in this process: they left memory, or stopped because the execution
 * was suspended. `durable` is a state whose events are all durable; what has ended since is left out.
 */
export function ordersToRevive(resident: Resident, durable: ExecutionState): readonly StepOrder[] {
  const now = resident.state;
  if (now?.phase !== 'running') return [];
  const open = new Map(callsOf(now).map((frame) => [frame.key, frame]));
  return callsOf(durable).flatMap((recorded) => {
    const current = open.get(recorded.key);
    return current === undefined ? [] : functionOrders(resident, { current, recorded });
  });
}

function functionOrders(
  { program, state, active }: Resident,
  { current, recorded }: { readonly current: CallFrame; readonly recorded: CallFrame },
): readonly StepOrder[] {
  if (state === null || current.effect.kind !== 'function') return [];
  const order = orderFor({ program, state }, current);
  const open = allOperations(recorded.operations).filter(({ step }) => openOperation(current.operations, step));
  const inner = open.flatMap((operation) => innerOrder(order, operation));
  return [order, ...inner].filter(({ id }) => active.get(id) === undefined);
}

/** The order of a function that the function of `outer` calls. */
function innerOrder(outer: StepOrder, { step, state }: ReturnType<typeof allOperations>[number]): readonly StepOrder[] {
  if (state.kind !== 'performing' || state.operation.kind !== 'call' || state.operation.effect.kind !== 'function')
    return [];
  const { effect, repeat } = state.operation;
  const { execution, id, idempotencyKey } = outer;
  return [
    {
      id: step,
      execution,
      attempt: state.attempt,
      effect,
      repeat,
      short: false,
      idempotencyKey: idempotencyKey + step.slice(id.length),
    },
  ];
}

function callsOf(state: ExecutionState): readonly CallFrame[] {
  const calls: CallFrame[] = [];
  walkFrames(state, (frame) => {
    if (frame.kind === 'call' && frame.step.kind === 'performing') calls.push(frame);
  });
  return calls;
}
