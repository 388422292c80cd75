import type { Recorded } from '@batonhq/core';
import { type Check, type StoredExecution, findings } from './examined.ts';

const found = findings('I2', 'look for the effect on the other side, and report this journal: it is a defect of Baton');

/** I2: an attempt at a step is never claimed after the step has ended, and no attempt is claimed twice. */
export const noStepTwice: Check<StoredExecution> = ({ id, events }) => {
  const attempts = new Map<string, number>();
  const ended = new Map<string, number>();
  return events.flatMap((recorded) => {
    const claim = claimOf(recorded);
    const over = endOf(recorded);
    if (over !== null) ended.set(over, recorded.seq);
    if (claim === null) return [];
    const [before, endedAt] = [attempts.get(claim.step) ?? 0, ended.get(claim.step)];
    attempts.set(claim.step, claim.attempt);
    if (endedAt !== undefined) {
      return [found(id, `event ${recorded.seq} claims ${claim.step} again, which ended in event ${endedAt}`)];
    }
    if (claim.attempt > before) return [];
    return [
      found(id, `event ${recorded.seq} claims attempt ${claim.attempt} of ${claim.step}, after attempt ${before}`),
    ];
  });
};

interface Claim {
  readonly step: string;
  readonly attempt: number;
}

function claimOf({ event }: Recorded): Claim | null {
  if (event.kind === 'step.claimed') return { step: event.step, attempt: event.attempt };
  const isClaimed = event.kind === 'task.started' && event.effect !== undefined && event.gates === undefined;
  return isClaimed ? { step: event.task, attempt: 1 } : null;
}

/** The step that is over with this event: an operation, or the step that carries the name of its task. */
function endOf({ event }: Recorded): string | null {
  switch (event.kind) {
    case 'step.completed':
    case 'step.failed':
      return event.step;
    case 'task.completed':
    case 'task.faulted':
    case 'task.cancelled':
      return event.task;
    default:
      return null;
  }
}
