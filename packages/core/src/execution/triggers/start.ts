import { FaultError, type Fault } from '../../kernel/fault.ts';
import { writtenAlike, type Json } from '../../kernel/json.ts';
import { triggerTime, type Scope } from '../../expression/evaluator.ts';
import { check } from '../ending.ts';
import { milliseconds } from '../entering.ts';
import { moment, runtime } from '../scope.ts';
import { rootKey, timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { workflowFaulted } from '../unwind.ts';
import { startAgain } from './start-again.ts';

/** Begins an execution. Input that is not valid still begins it: the fault is then on record. */
export function start(tx: Transition, trigger: Trigger & { readonly kind: 'start' }): void {
  const { definition, input, origin, past } = trigger;
  if (past !== undefined) {
    startAgain(tx, trigger, past);
    return;
  }
  const prepared = prepare(tx, trigger);
  const value = 'value' in prepared ? prepared.value : input;
  tx.emit({ kind: 'execution.started', definition, input, ...(!writtenAlike(value, input) && { value }), origin });
  if ('fault' in prepared) {
    workflowFaulted(tx, prepared.fault);
    return;
  }
  if (prepared.limit !== null)
    tx.emit({ kind: 'timer.armed', timer: timerId('timeout', rootKey), due: tx.at + prepared.limit });
  tx.work.push({ kind: 'flow', key: rootKey });
}

type Prepared = { readonly value: Json; readonly limit: number | null } | { readonly fault: Fault };

function prepare(tx: Transition, { id, input }: Trigger & { readonly kind: 'start' }): Prepared {
  const { program } = tx;
  const scope: Scope = (name) => {
    if (name === triggerTime) return tx.at;
    if (name === 'runtime') return runtime;
    return name === 'workflow' ? { id, definition: program.definition, input, startedAt: moment(tx.at) } : null;
  };
  try {
    check(program.input.check?.(input), 'input of the workflow');
    const value = program.input.from === undefined ? input : program.input.from.evaluate(input, scope);
    return {
      value,
      limit: program.timeout === undefined ? null : milliseconds(program.timeout, { input: value, scope }),
    };
  } catch (error) {
    if (error instanceof FaultError) return { fault: { ...error.fault, instance: error.fault.instance ?? '/input' } };
    throw error;
  }
}
