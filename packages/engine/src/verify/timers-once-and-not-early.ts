import type { Recorded } from '@batonhq/core';
import { type Check, type StoredExecution, findings } from './examined.ts';

const found = findings(
  'I7',
  'report this journal: it is a defect of Baton, or the clock of the machine was changed by hand',
);

/** I7: a timer fires at its time or later, once for each time it was armed, and never after the end. */
export const timersOnceAndNotEarly: Check<StoredExecution> = ({ id, events }) => {
  const armed = new Map<string, number>();
  const problems: string[] = [];
  for (const recorded of events) {
    const problem = judge(recorded, armed);
    if (problem !== null) problems.push(problem);
  }
  return problems.map((what) => found(id, what));
};

function judge({ seq, at, event }: Recorded, armed: Map<string, number>): string | null {
  if (event.kind === 'timer.armed') armed.set(event.timer, event.due);
  if (event.kind === 'timer.cancelled') armed.delete(event.timer);
  if (event.kind !== 'timer.fired') return null;
  const due = armed.get(event.timer);
  armed.delete(event.timer);
  if (due === undefined) return `event ${seq} fires the timer ${event.timer}, which was not armed`;
  return at < due ? `event ${seq} fires the timer ${event.timer} ${due - at} ms early` : null;
}
