import type { ExecutionEvent } from '@batonhq/core';
import { type Check, type StoredExecution, findings } from './examined.ts';

const found = findings('I3', 'restore the folder from a backup; until then leave this execution alone');

/** I3: events are numbered 1, 2, 3, …; the first one starts the execution, and one event at most ends it: the last. */
export const sequenceWithoutGaps: Check<StoredExecution> = ({ id, events }) => {
  const [first] = events;
  if (first === undefined) return [found(id, 'it has a stream and no event')];
  const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
  const end = events.findIndex(({ event }) => isEnd(event));
  return [
    ...(first.event.kind === 'execution.started' ? [] : [found(id, `its first event is ${first.event.kind}`)]),
    ...(gap < 0 ? [] : [found(id, `event ${gap + 1} is missing; the next one is ${events[gap]?.seq}`)]),
    ...(end < 0 || end === events.length - 1
      ? []
      : [found(id, `${events.length - 1 - end} events follow event ${end + 1}, which ended it`)]),
  ];
};

function isEnd({ kind }: ExecutionEvent): boolean {
  return kind === 'execution.completed' || kind === 'execution.faulted' || kind === 'execution.cancelled';
}
