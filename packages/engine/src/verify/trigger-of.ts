import {
  type ExecutionEvent,
  type ExecutionState,
  type Frame,
  isOperation,
  type Program,
  type Recorded,
  taskOfStep,
  type Trigger,
  walkFrames,
  openOperation,
} from '@batonhq/core';

/** Where an execution stood when a trigger reached it. */
export interface Standing {
  readonly id: string;
  readonly program: Program;
  readonly state: ExecutionState | null;
}

/** The trigger that led to this event, when it can only be one; null when the event does not tell. */
export function triggerOf(standing: Standing, { at, event }: Recorded): Trigger | null {
  switch (event.kind) {
    case 'execution.started':
      return {
        kind: 'start',
        at,
        id: standing.id,
        definition: event.definition,
        input: event.input,
        origin: event.origin,
        ...(event.past !== undefined && { past: event.past }),
      };
    case 'execution.suspended':
      return event.cause === 'person' ? { kind: 'pause', at, reason: event.reason, ...by(event) } : null;
    case 'execution.resumed':
      return { kind: 'resume', at, ...by(event) };
    case 'execution.cancelling':
      return { kind: 'cancel', at, ...by(event), ...(event.reason !== undefined && { reason: event.reason }) };
    case 'timer.fired':
      return { kind: 'timer', at, timer: event.timer };
    case 'signal.received':
      return { kind: 'signal', at, event: event.event };
    default:
      return outcomeOf(standing, event, at);
  }
}

function by(event: { readonly by?: string }): { readonly by?: string } {
  return event.by === undefined ? {} : { by: event.by };
}

/** Outcomes of operations are recorded as they came; those of tasks only when nothing transforms them. */
function outcomeOf(standing: Standing, event: ExecutionEvent, at: number): Trigger | null {
  switch (event.kind) {
    case 'step.claimed':
    case 'step.gated':
      return operationOf(event, at);
    case 'approval.requested': {
      const { question, asks } = event;
      return question === undefined || asks === undefined ? null : { kind: 'ask', at, question, asks };
    }
    case 'approval.amended': {
      const { approval, input, by: person, comment } = event;
      const more = comment === undefined ? {} : { comment };
      return { kind: 'amend', at, approval, input, by: person, roles: 'all', ...more };
    }
    case 'approval.decided': {
      const { approval, decision, by: person, role, comment, lapsed } = event;
      const roles = role === undefined ? 'all' : [role];
      const more = { ...(comment !== undefined && { comment }), ...(lapsed !== undefined && { lapsed }) };
      return { kind: 'approval', at, approval, decision, by: person, roles, ...more };
    }
    case 'step.completed':
    case 'step.failed': {
      const attempt = performing(standing, event.step);
      const outcome =
        event.kind === 'step.completed'
          ? { kind: 'completed' as const, output: event.output }
          : { kind: 'failed' as const, fault: event.fault };
      return attempt === null ? null : { kind: 'outcome', at, step: event.step, attempt, outcome };
    }
    case 'task.completed': {
      const attempt = performing(standing, event.task);
      if (attempt === null || event.output === undefined || isTransformed(standing, event.task)) return null;
      return { kind: 'outcome', at, step: event.task, attempt, outcome: { kind: 'completed', output: event.output } };
    }
    default:
      return null;
  }
}

function operationOf(
  event: ExecutionEvent & { readonly kind: 'step.claimed' | 'step.gated' },
  at: number,
): Trigger | null {
  const { step, attempt, operation } = event;
  if (attempt !== 1 || operation === undefined || !isOperation(step)) return null;
  return { kind: 'operation', at, task: taskOfStep(step), step, operation };
}

/** The attempt that is in flight for a step; null when none is. */
function performing({ state }: Standing, step: string): number | null {
  const frame = state === null ? null : frameOf(state, taskOfStep(step));
  if (frame?.kind !== 'call') return null;
  if (!isOperation(step)) return frame.step.kind === 'performing' ? frame.step.attempt : null;
  const open = openOperation(frame.operations, step)?.state;
  return open?.kind === 'performing' ? open.attempt : null;
}

function isTransformed({ program, state }: Standing, task: string): boolean {
  const frame = state === null ? null : frameOf(state, task);
  return frame === null || program.tasks[frame.node]?.output.as !== undefined;
}

function frameOf(state: ExecutionState, key: string): Frame | null {
  let found: Frame | null = null;
  walkFrames(state, (frame) => {
    if (frame.key === key) found = frame;
  });
  return found;
}
