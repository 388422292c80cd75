import type { Fault, WaitingFor } from '@batonhq/core';
import { faultWords, unreachable } from '@batonhq/core';
import { shellWord } from '../argument/shell-word.ts';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';

/** What an execution waits for, and the command that helps, when a person can. */
export interface WaitingText {
  readonly text: string;
  readonly command?: string;
}

/** Says in one line what an open execution waits for: the question users ask most. */
export function waitingText(waiting: WaitingFor, id: string, now: number): WaitingText {
  const text = (line: string): WaitingText => ({ text: plainLine(line) });
  switch (waiting.kind) {
    case 'step':
      return text(`${waiting.what} in ${waiting.task}${again(waiting.attempt)}, since ${since(waiting.since, now)}`);
    case 'timer':
      return text(`the timer of ${waiting.task}, ${until(waiting.until, now)}`);
    case 'retry':
      return text(
        `attempt ${waiting.attempt} of ${waiting.task}, ${until(waiting.until, now)}: ${faultText(waiting.fault)}`,
      );
    case 'child':
      return { ...text(`execution ${waiting.child} of ${waiting.task}`), command: `baton show ${waiting.child}` };
    case 'lock':
      return lockText(waiting, now);
    case 'approval':
      return approvalText(waiting, now);
    case 'revision':
      return {
        ...text(`another way than ${waiting.task}, which failed: ${faultText(waiting.fault)}`),
        command: `baton revise ${id} FILE`,
      };
    case 'gate':
      return gateText(waiting, now);
    case 'event':
      return eventText(waiting, id, now);
    case 'settlement':
      return {
        ...text(`a person's word about ${waiting.step}: ${waiting.reason}`),
        command: `baton settle ${id} ${shellWord(waiting.step)} --completed JSON|--failed|--repeat`,
      };
    case 'resume':
      return { ...text(`somebody to resume it: ${waiting.reason}`), command: `baton resume ${id}` };
    case 'engine':
      return text('the engine, which goes on as soon as a process owns the folder');
    default:
      return unreachable(waiting);
  }
}

/** A fault in one line, as people read it. */
export function faultText(fault: Fault): string {
  return plainLine(faultWords(fault));
}

function gateText(waiting: WaitingFor & { readonly kind: 'gate' }, now: number): WaitingText {
  const { detail, gate, step, since: from, until: next } = waiting;
  const when = next === undefined ? '' : `, next at ${instantText(next)}`;
  return { text: plainLine(`${detail ?? `the ${gate} for ${step}`}${when}, since ${since(from, now)}`) };
}

function eventText(waiting: WaitingFor & { readonly kind: 'event' }, id: string, now: number): WaitingText {
  const limit = waiting.until === undefined ? '' : `, at most until ${instantText(waiting.until)}`;
  const [type = 'NAME'] = waiting.types;
  const name = type === '*' ? 'NAME' : type;
  return {
    text: plainLine(`${waiting.types.join(' or ')} in ${waiting.task}, since ${since(waiting.since, now)}${limit}`),
    command: `baton signal ${id} ${shellWord(name)} JSON`,
  };
}

function approvalText(waiting: WaitingFor & { readonly kind: 'approval' }, now: number): WaitingText {
  const { task, step, what, roles, quorum, approvedBy, approval, reason, until: due } = waiting;
  const who = roles.length === 0 ? 'a person' : roles.join(' or ');
  const several = quorum === 1 ? '' : ` (${approvedBy.length} of ${quorum} said yes)`;
  const ends = due > now ? `expires ${instantText(due)}` : 'expired';
  return {
    text: plainLine(
      `approval ${task === '' ? `to ${what}` : `of ${step} (${what})`} by ${who}${several}, because ${reason}; ${ends}`,
    ),
    command: `baton approve ${approval}`,
  };
}

function lockText(
  { task, key, since: from, holder, ahead }: WaitingFor & { readonly kind: 'lock' },
  now: number,
): WaitingText {
  const line = `the lock ${key} for ${task}, since ${since(from, now)}`;
  if (holder === undefined) return { text: plainLine(line) };
  const others = ahead === undefined || ahead === 0 ? '' : `, ${ahead} more before it`;
  return {
    text: plainLine(`${line}: held by ${holder.task} of ${holder.execution} for ${since(holder.since, now)}${others}`),
    command: `baton show ${holder.execution}`,
  };
}

function again(attempt: number): string {
  return attempt > 1 ? ` (attempt ${attempt})` : '';
}

function since(at: number, now: number): string {
  return durationText(now - at);
}

function until(at: number, now: number): string {
  return at > now ? `${durationText(at - now)} to go` : 'due now';
}
