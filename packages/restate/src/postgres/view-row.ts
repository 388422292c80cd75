import { faultFrom, type ExecutionView, type Phase } from '@batonhq/core';
import { DamagedRowError } from './damaged-row-error.ts';
import { json, number, numberOrNull, text, textOrNull, type Row } from './rows.ts';

const phases: Readonly<Record<Phase, true>> = {
  pending: true,
  running: true,
  waiting: true,
  suspended: true,
  cancelled: true,
  faulted: true,
  completed: true,
};

/** Reads the row of an execution. */
export function fromViewRow(row: Row): ExecutionView {
  const fault = json(row, 'fault');
  const substate = textOrNull(row, 'substate');
  return {
    id: text(row, 'id'),
    definition: {
      namespace: text(row, 'namespace'),
      name: text(row, 'name'),
      version: text(row, 'version'),
      hash: text(row, 'hash'),
    },
    tenant: text(row, 'tenant'),
    user: text(row, 'user'),
    priority: number(row, 'priority'),
    idempotencyKey: textOrNull(row, 'idempotency_key'),
    parent: textOrNull(row, 'parent'),
    phase: phaseOf(text(row, 'phase')),
    substate: substate === 'cancelling' || substate === 'compensating' ? substate : null,
    startedAt: number(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
    output: json(row, 'output'),
    fault: fault === null ? null : faultFrom(fault),
  };
}

function phaseOf(value: string): Phase {
  if (!isPhase(value)) throw new DamagedRowError(`an execution is in the unknown phase ${value}`);
  return value;
}

function isPhase(value: string): value is Phase {
  return Object.hasOwn(phases, value);
}
