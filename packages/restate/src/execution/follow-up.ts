import {
  fault,
  type Decision,
  type DefinitionReference,
  type Effect,
  type ExecutionState,
  type Outcome,
  type StepOrder,
  type TimerChange,
} from '@batonhq/core';
import type { FollowUp, Message, PerformRequest } from './delivery.ts';

type ChildEffect = Effect & { readonly kind: 'workflow' };

/** Workflows inside workflows; more than that is a definition that calls itself without end. */
const deepest = 64;

/** What is needed beside the decision. */
export interface FollowUpSources {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Finds the definition that a child is to execute; null when nobody published it. */
  readonly findDefinition: (child: ChildEffect) => Promise<DefinitionReference | null>;
}

/** Turns a durable decision into messages. */
export async function followUpOf(decision: Decision, sources: FollowUpSources): Promise<FollowUp> {
  const { state, steps, timers, more, refusal } = decision;
  const isOver = state.endedAt !== null;
  const children = steps.filter(isChildOrder);
  const starts = await Promise.all(children.map((order) => startMessages(state, order, sources)));
  return {
    seq: state.seq,
    answer: refusal === undefined ? {} : { refusal },
    perform: steps.filter((order) => !isChildOrder(order)).map((order) => performRequest(state, order)),
    messages: [
      ...starts.flat(),
      ...cancellations(decision, sources.now),
      ...(isOver ? [] : timerMessages(state, timers, sources.now)),
      ...(more ? [self(state, { kind: 'continue', at: sources.now })] : []),
      ...endMessages(state, sources.now),
    ],
  };
}

/** The message that tells a parent that this execution has ended; none without a parent. */
export function endMessages(state: ExecutionState, at: number): readonly Message[] {
  const { parent } = state.origin;
  if (parent === undefined || state.endedAt === null) return [];
  return [{ execution: parent.execution, delivery: { kind: 'ended', step: parent.step, at, outcome: endOf(state) } }];
}

function endOf({ id, phase, output, fault: failure }: ExecutionState): Outcome {
  if (phase === 'completed') return { kind: 'completed', output };
  if (phase === 'faulted' && failure !== null) return { kind: 'failed', fault: failure };
  return { kind: 'failed', fault: fault('runtime', `the child execution ${id} was cancelled`) };
}

function isChildOrder(order: StepOrder): order is StepOrder & { readonly effect: ChildEffect } {
  return order.effect.kind === 'workflow';
}

function performRequest(state: ExecutionState, order: StepOrder): PerformRequest {
  const { id, attempt, repeat, idempotencyKey, short, probing, effect } = order;
  return {
    execution: state.id,
    order: { id, attempt, repeat, idempotencyKey, short, ...(probing === true && { probing }) },
    ...(probing === true && { probe: effect }),
    tries: 1,
  };
}

/** Starts a child from here, so that a later cancellation of it cannot overtake its start. */
async function startMessages(
  state: ExecutionState,
  { id: step, attempt, effect }: StepOrder & { readonly effect: ChildEffect },
  { now: at, findDefinition }: FollowUpSources,
): Promise<readonly Message[]> {
  const answer = (outcome: Outcome): Message => self(state, { kind: 'outcome', at, step, attempt, outcome });
  const { child, namespace, name, version, input } = effect;
  if (child.split('.').length > deepest) {
    return [answer({ kind: 'failed', fault: fault('runtime', `workflows call each other more than ${deepest} deep`) })];
  }
  const definition = await findDefinition(effect);
  if (definition === null) {
    return [answer({ kind: 'unavailable', reason: `no workflow ${namespace}/${name}:${version} is published` })];
  }
  const { tenant, user, priority } = state.origin;
  const origin = { tenant, user, priority, parent: { execution: state.id, step } };
  const start = { kind: 'start', at, id: child, definition, input, origin } as const;
  return [
    { execution: child, delivery: { kind: 'trigger', trigger: start } },
    ...(effect.await ? [] : [answer({ kind: 'completed', output: input })]),
  ];
}

/** Children among the steps that were abandoned; what else goes on outside ends by itself and is not listened to. */
function cancellations({ aborted, state }: Decision, at: number): readonly Message[] {
  return aborted.flatMap((step) => {
    const child = state.closing[step]?.child;
    const reason = 'its parent does not wait for it any more';
    return child === undefined
      ? []
      : [{ execution: child, delivery: { kind: 'trigger', trigger: { kind: 'cancel', at, reason } } } as const];
  });
}

/** A delayed message for each timer that is armed now. A timer that is disarmed later gets its message all the same: it decides nothing. */
function timerMessages({ id }: ExecutionState, changes: readonly TimerChange[], now: number): readonly Message[] {
  const last = new Map(changes.map((change) => [change.timer, change]));
  return [...last.values()].flatMap((change) => {
    if (change.kind === 'disarm') return [];
    const { timer, due } = change;
    return [{ execution: id, delivery: { kind: 'due', timer, due }, delay: Math.max(0, due - now) } as const];
  });
}

function self(
  state: ExecutionState,
  trigger: (Message['delivery'] & { readonly kind: 'trigger' })['trigger'],
): Message {
  return { execution: state.id, delivery: { kind: 'trigger', trigger } };
}
