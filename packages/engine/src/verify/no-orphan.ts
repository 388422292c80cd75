import { decide, revisionType, waitingFor, type WaitingFor } from '@batonhq/core';
import { type Check, type Examined, findings } from './examined.ts';

const found = findings(
  'I5',
  'nothing will move it: `baton cancel` ends it; report this journal, it is a defect of Baton',
);

/**
 * I5: every open execution names what it waits for, and that something exists: an armed timer, a listen, a step that
 * recovery takes up, a child, a person. Work that was decided and not yet begun counts, as recovery goes on with it.
 */
export const noOrphan: Check = (examined) => {
  const { id, program, state } = examined;
  if (state.endedAt !== null) return [];
  const waiting = waitingFor(program, state);
  const missing = waiting.flatMap((entry) => missingFor(entry, examined));
  if (waiting.length === 0) return [found(id, 'it is open and waits for nothing')];
  return missing.map((what) => found(id, what));
};

function missingFor(entry: WaitingFor, examined: Examined): readonly string[] {
  switch (entry.kind) {
    case 'timer':
    case 'retry':
      return hasTimer(entry.until, examined) ? [] : [`${entry.task} waits for a timer that is not armed`];
    case 'event':
      return isHeard(entry.types, examined)
        ? []
        : [`${entry.task} waits for ${entry.types.join(' or ')}, which no listen names`];
    case 'engine':
      return goesOn(examined) ? [] : ['it is open, and nothing follows from what was recorded'];
    case 'revision':
      return isHeard([revisionType], examined) ? [] : [`${entry.task} waits for another way, and nobody finds it`];
    case 'approval':
      return hasTimer(entry.until, examined) ? [] : [`${entry.step} waits for people, and nothing ends that`];
    case 'step':
    case 'gate':
    case 'child':
    case 'lock':
      return ['running', 'suspended', 'pending'].includes(examined.row?.phase ?? 'running')
        ? []
        : [`${entry.task} has an open step, and recovery does not see it because the row says ${examined.row?.phase}`];
    case 'settlement':
    case 'resume':
      return [];
  }
}

function hasTimer(due: number, { timers }: Examined): boolean {
  return timers.some((timer) => timer.due === due);
}

function isHeard(types: readonly string[], { listens }: Examined): boolean {
  return listens.includes('*') || types.every((type) => listens.includes(type));
}

function goesOn({ id, program, state }: Examined): boolean {
  const decision = decide({ program, execution: id, state }, { kind: 'continue', at: state.at });
  return decision.events.length > 0 || decision.steps.length > 0;
}
