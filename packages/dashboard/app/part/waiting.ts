import type { WaitingFor } from '../client.ts';
import { instantText, lengthText } from '../time.ts';

/** What an execution waits for, in one line; times from now where that says more than the clock. */
export function waitingText(waiting: WaitingFor, now: number): string {
  switch (waiting.kind) {
    case 'step':
      return `${waiting.what} in ${waiting.task}${waiting.attempt > 1 ? `, attempt ${waiting.attempt}` : ''}`;
    case 'timer':
      return `${untilText(waiting.until, now)}, in ${waiting.task}`;
    case 'retry':
      return `attempt ${waiting.attempt} of ${waiting.task}, ${untilText(waiting.until, now)}: ${waiting.fault.title ?? waiting.fault.type}`;
    case 'event': {
      const limit = waiting.until === undefined ? '' : `, at most until ${instantText(waiting.until)}`;
      return `${waiting.types.join(' or ')}, in ${waiting.task}${limit}`;
    }
    case 'lock': {
      const { holder } = waiting;
      const held = holder === undefined ? '' : `, which ${holder.task} of ${holder.execution} has`;
      return `the lock ${waiting.key}, for ${waiting.task}${held}`;
    }
    case 'child':
      return `the execution ${waiting.child}, in ${waiting.task}`;
    case 'approval': {
      const who = waiting.roles.length === 0 ? 'somebody' : waiting.roles.join(' or ');
      return `${who} to say yes to ${waiting.what}${waiting.task === '' ? '' : ` in ${waiting.task}`}, by ${instantText(waiting.until)}`;
    }
    case 'gate':
      return `${waiting.detail ?? `the ${waiting.gate}`}, for ${waiting.task}`;
    case 'settlement':
      return `somebody to say what became of ${waiting.step}: ${waiting.reason}`;
    case 'revision':
      return `somebody to agree to another way, since ${waiting.task} failed: ${waiting.fault.title ?? waiting.fault.type}`;
    case 'resume':
      return `somebody to resume it: ${waiting.reason}`;
    case 'engine':
      return 'the engine, which is about to go on';
  }
}

/** The same in a few words, for a bar that stands beside the task's name. */
export function waitingWord(waiting: WaitingFor, now: number): string {
  switch (waiting.kind) {
    case 'timer':
    case 'retry':
      return `until ${untilText(waiting.until, now)}`;
    case 'event':
      return `for ${waiting.types.join(' or ')}`;
    case 'lock':
      return `for the lock ${waiting.key}`;
    case 'child':
      return `for ${waiting.child}`;
    case 'approval':
      return 'for a yes';
    case 'gate':
      return `for the ${waiting.gate}`;
    case 'settlement':
    case 'revision':
    case 'resume':
      return 'for somebody';
    case 'step':
    case 'engine':
      return '';
  }
}

/** The task or step that waits; null when it is the execution as a whole. */
export function waitingKey(waiting: WaitingFor): string | null {
  if (waiting.kind === 'settlement' || waiting.kind === 'approval' || waiting.kind === 'gate') return waiting.step;
  return 'task' in waiting ? waiting.task : null;
}

/** The command that helps, where a person can help. */
export function waitingCommand(waiting: WaitingFor, id: string): string | null {
  switch (waiting.kind) {
    case 'event':
      return `baton signal ${id} ${waiting.types[0] === '*' ? 'NAME' : (waiting.types[0] ?? 'NAME')} JSON`;
    case 'settlement':
      return `baton settle ${id} '${waiting.step}' --completed JSON|--failed|--repeat`;
    case 'revision':
      return `baton revise ${id} FILE`;
    case 'approval':
      return `baton approve ${waiting.approval}`;
    default:
      return null;
  }
}

function untilText(at: number, now: number): string {
  return at > now ? `${instantText(at)} (${lengthText(at - now)} to go)` : 'now';
}
