import type { ExecutionView, Fault, Json, Phase } from '@batonhq/core';
import { attach } from './large-values.ts';
import { number, numberOrNull, text, textOrNull, type Row } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

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
export function fromViewRow(row: Row, blob: (hash: string) => string): ExecutionView {
  const { output, fault } = valuesOf(row, blob);
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
    substate: substateOf(textOrNull(row, 'substate')),
    startedAt: number(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
    output,
    fault,
  };
}

interface Values {
  readonly output: Json;
  readonly fault: Fault | null;
}

/** Rows of executions carry no seal, because they can be folded again: what is no JSON is how damage shows. */
function valuesOf(row: Row, blob: (hash: string) => string): Values {
  const json = `{"output":${textOrNull(row, 'output') ?? 'null'}}`;
  try {
    const fault: Fault | null = JSON.parse(textOrNull(row, 'fault') ?? 'null');
    const { output = null } = attach<{ readonly output?: Json }>(json, textOrNull(row, 'large'), blob);
    return { output, fault };
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new SqliteDamagedError(`the row of execution ${text(row, 'id')} holds no JSON`);
    throw error;
  }
}

/** Reads the name of a phase. */
export function phaseOf(value: string): Phase {
  if (!isPhase(value)) throw new SqliteDamagedError(`an execution is in the unknown phase ${value}`);
  return value;
}

function isPhase(value: string): value is Phase {
  return Object.hasOwn(phases, value);
}

function substateOf(value: string | null): ExecutionView['substate'] {
  return value === 'cancelling' || value === 'compensating' ? value : null;
}
