import { describeQuestion, type ExecutionEvent, type Json, type JsonObject, type Recorded } from '@batonhq/core';

/** What a stream says: the name of the message, and its data. */
export interface Message {
  readonly event: 'progress' | 'approval' | 'suspended' | 'complete' | 'fault' | 'cancelled';
  readonly data: JsonObject;
}

/**
 * An event of an execution as those who watch hear it; null for one that says nothing to people. `result` is the output of
 * an execution that has completed: its last event leaves out a value that flowed out unchanged.
 */
export function messageOf({ at, event }: Recorded, result: Json = null): Message | null {
  switch (event.kind) {
    case 'execution.completed':
      return { event: 'complete', data: { at, result } };
    case 'execution.faulted':
      return { event: 'fault', data: { at, fault: { ...event.fault } } };
    case 'execution.cancelled':
      return { event: 'cancelled', data: { at, ...(event.reason !== undefined && { reason: event.reason }) } };
    case 'execution.suspended':
      return { event: 'suspended', data: { at, reason: event.reason, cause: event.cause } };
    case 'approval.requested': {
      const { step, approval, due: expires, question } = event;
      const about = question === undefined ? {} : { kind: question.kind, what: describeQuestion(question) };
      return { event: 'approval', data: { at, step, approval, expires, ...about } };
    }
    default: {
      const said = progressOf(event);
      return said === null ? null : { event: 'progress', data: { at, ...said } };
    }
  }
}

/** Words for what became of a task or a step, by the kind of the event. */
const statuses: Readonly<Partial<Record<ExecutionEvent['kind'], string>>> = {
  'execution.started': 'started',
  'execution.resumed': 'resumed',
  'revision.awaited': 'awaiting another way',
  'program.revised': 'revised',
  'budget.raised': 'budget raised',
  'execution.cancelling': 'cancelling',
  'execution.faulting': 'compensating',
  'task.started': 'started',
  'task.completed': 'completed',
  'task.skipped': 'skipped',
  'task.faulted': 'faulted',
  'task.cancelled': 'cancelled',
  'attempt.failed': 'retrying',
  'fault.caught': 'caught',
  'lock.acquired': 'locked',
  'approval.decided': 'decided',
  'step.claimed': 'started',
  'step.completed': 'completed',
  'step.failed': 'faulted',
  'step.ambiguous': 'ambiguous',
  'step.held': 'held',
  'step.settled': 'settled',
  'compensation.started': 'compensating',
};

function progressOf(event: ExecutionEvent): JsonObject | null {
  const status = statuses[event.kind];
  return status === undefined
    ? null
    : { step: stepOf(event), status, message: `${stepOf(event)} ${status}${moreOf(event)}` };
}

function stepOf(event: ExecutionEvent): string {
  if ('task' in event) return event.task;
  return 'step' in event ? event.step : 'execution';
}

/** What is worth adding: why, until when, by whom. */
function moreOf(event: ExecutionEvent): string {
  if ('fault' in event) return `: ${event.fault.title}`;
  if ('reason' in event && event.reason !== undefined) return `: ${event.reason}`;
  return 'by' in event && event.by !== undefined ? ` by ${event.by}` : '';
}

/** True for the message after which a stream says nothing more. */
export function isLast({ event }: Message): boolean {
  return event === 'complete' || event === 'fault' || event === 'cancelled';
}

/** A message on the wire (HTML Living Standard, "server-sent events"). JSON has no line breaks, so one line of data does. */
export function lineOf(id: number, { event, data }: { readonly event: string; readonly data: Json }): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Tells a reader to forget what it has; when it comes back, it begins anew. */
export function resetLine(reason: string): string {
  return lineOf(0, { event: 'reset', data: { reason } });
}
