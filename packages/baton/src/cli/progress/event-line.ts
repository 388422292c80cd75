import { describeQuestion, type ExecutionEvent, type Recorded } from '@batonhq/core';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Look, Progress } from './signs.ts';
import { signOf } from './signs.ts';
import { faultText } from './waiting-text.ts';

/** Tells an execution event by event, in lines that a log file can keep. Remembers when tasks began. */
export interface Narrator {
  /** The line of an event, or undefined when it says nothing to people. */
  tell(recorded: Recorded): string | undefined;
}

interface Sentence {
  readonly progress: Progress;
  readonly verb: string;
  readonly subject: string;
  readonly more?: string | undefined;
}

/** A narrator for one execution; its first event must be the first that is told. */
export function openNarrator(look: Look): Narrator {
  const started = new Map<string, number>();
  let beginning: number | undefined;
  return {
    tell(recorded) {
      beginning ??= recorded.at;
      if (recorded.event.kind === 'task.started') started.set(recorded.event.task, recorded.at);
      const sentence = sentenceOf(recorded, started);
      if (sentence === undefined) return undefined;
      const time = `+${durationText(recorded.at - beginning)}`.padStart(8);
      const more = sentence.more === undefined || sentence.more === '' ? '' : `  ${plainLine(sentence.more)}`;
      const subject = plainLine(sentence.subject);
      return `${look.paint.dim(time)} ${signOf(sentence.progress, look)} ${sentence.verb.padEnd(10)} ${subject}${look.paint.dim(more)}`;
    },
  };
}

function sentenceOf({ event, at }: Recorded, started: ReadonlyMap<string, number>): Sentence | undefined {
  if ('task' in event && event.kind.startsWith('task.')) return taskSentence(event, lengthOf(event.task, at, started));
  return executionSentence(event) ?? stepSentence(event);
}

function lengthOf(task: string, at: number, started: ReadonlyMap<string, number>): string {
  const since = started.get(task);
  return since === undefined ? '' : durationText(at - since);
}

function executionSentence(event: ExecutionEvent): Sentence | undefined {
  switch (event.kind) {
    case 'execution.started':
      return {
        progress: 'running',
        verb: 'started',
        subject: `${event.definition.namespace}/${event.definition.name}:${event.definition.version}`,
      };
    case 'execution.suspended':
      return { progress: 'suspended', verb: 'suspended', subject: event.reason };
    case 'execution.resumed':
      return { progress: 'running', verb: 'resumed', subject: event.by === undefined ? '' : `by ${event.by}` };
    case 'execution.cancelling':
      return { progress: 'cancelled', verb: 'cancelling', subject: event.reason ?? '' };
    case 'execution.faulting':
      return { progress: 'faulted', verb: 'undoing', subject: faultText(event.fault) };
    case 'execution.completed':
      return { progress: 'completed', verb: 'completed', subject: 'the execution' };
    case 'execution.faulted':
      return { progress: 'faulted', verb: 'faulted', subject: 'the execution', more: faultText(event.fault) };
    case 'execution.cancelled':
      return { progress: 'cancelled', verb: 'cancelled', subject: 'the execution' };
    default:
      return undefined;
  }
}

function taskSentence(event: ExecutionEvent, length: string): Sentence | undefined {
  switch (event.kind) {
    case 'task.started':
      return event.due === undefined
        ? { progress: 'running', verb: 'started', subject: event.task }
        : { progress: 'waiting', verb: 'waiting', subject: event.task, more: `until ${instantText(event.due)}` };
    case 'task.completed':
      return { progress: 'completed', verb: 'completed', subject: event.task, more: length };
    case 'task.skipped':
      return { progress: 'skipped', verb: 'skipped', subject: event.task, more: event.reason };
    case 'task.faulted':
      return { progress: 'faulted', verb: 'faulted', subject: event.task, more: faultText(event.fault) };
    case 'task.cancelled':
      return { progress: 'cancelled', verb: 'cancelled', subject: event.task, more: event.reason };
    default:
      return undefined;
  }
}

function stepSentence(event: ExecutionEvent): Sentence | undefined {
  switch (event.kind) {
    case 'attempt.failed':
      return {
        progress: 'waiting',
        verb: 'retrying',
        subject: event.task,
        more: `at ${instantText(event.retryAt)}, after ${faultText(event.fault)}`,
      };
    case 'fault.caught':
      return { progress: 'running', verb: 'caught', subject: event.task, more: faultText(event.fault) };
    case 'step.claimed':
      return event.attempt > 1
        ? { progress: 'running', verb: 'again', subject: event.step, more: `attempt ${event.attempt}` }
        : undefined;
    case 'approval.requested': {
      const subject = event.question === undefined ? event.step : describeQuestion(event.question);
      return { progress: 'waiting', verb: 'asks', subject, more: `baton approve ${event.approval}` };
    }
    case 'revision.awaited':
      return { progress: 'waiting', verb: 'stands', subject: event.task, more: 'until somebody knows another way' };
    case 'program.revised':
      return { progress: 'running', verb: 'revised', subject: `goes on by version ${event.definition.version}` };
    case 'budget.raised':
      return { progress: 'running', verb: 'raised', subject: event.account };
    case 'basis.compared':
      return event.basis === undefined
        ? undefined
        : { progress: 'running', verb: 'agreed', subject: 'to what has changed' };
    case 'approval.amended':
      return { progress: 'waiting', verb: 'changed', subject: event.step, more: `by ${event.by}` };
    case 'approval.decided': {
      const verb = event.decision === 'approve' ? 'approved' : 'denied';
      const why = event.comment === undefined ? '' : `: ${event.comment}`;
      return { progress: 'running', verb, subject: event.step, more: `by ${event.by}${why}` };
    }
    case 'step.failed':
      return { progress: 'faulted', verb: 'failed', subject: event.step, more: faultText(event.fault) };
    case 'step.ambiguous':
    case 'step.held':
      return { progress: 'suspended', verb: 'uncertain', subject: event.step, more: event.reason };
    case 'step.settled':
      return { progress: 'running', verb: 'settled', subject: event.step, more: `${event.decision}, by ${event.by}` };
    case 'lock.acquired':
      return { progress: 'running', verb: 'locked', subject: event.task, more: `${event.key}, token ${event.token}` };
    case 'signal.received':
      return { progress: 'running', verb: 'received', subject: event.event.type };
    case 'compensation.started':
      return { progress: 'running', verb: 'undoing', subject: event.of };
    default:
      return undefined;
  }
}
