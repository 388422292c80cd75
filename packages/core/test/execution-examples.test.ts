/**
 * The example documents of the specification, executed: those that need nothing outside as they are, those that call
 * something with its answer given here. The documents stay where they are; without them this test is skipped.
 */
import { expect, test } from 'vitest';
import { type Fault, type Json, type Program } from '@batonhq/core';
import { SimulatedExecution } from '@batonhq/testing/core';
import { readDefinition } from '../src/definition/read.ts';
import { compileProgram } from '../src/program/compile.ts';
import { jqEvaluator } from './jq-evaluator.ts';
import { executed, executedWithProcesses, notExecuted } from './specification/executed-examples.ts';
import { exampleNames, hasSpecification, readSpecification } from './specification/folder.ts';

test.skipIf(!hasSpecification).each(Object.entries(executed))('%s', (name, example) => {
  const execution = new SimulatedExecution({ program: programOf(name), reload: true }).start(example.input ?? {});
  for (const [type, data = null, attributes = {}] of example.events ?? []) {
    const event = { id: `${type}-${execution.triggers.length}`, source: '/test', type, data, ...attributes };
    execution.deliver({ kind: 'signal', event });
    if (example.iterations !== undefined) answer(execution, example.answers?.[0] ?? null);
  }
  if (example.iterations === undefined) for (const told of example.answers ?? []) answer(execution, told);
  execution.finish();
  const effects = execution.of('task.started').flatMap(({ effect }) => (effect === undefined ? [] : [effect]));
  expect({ ...execution.result, effects }).toMatchObject({
    phase: example.fault === undefined ? (example.iterations === undefined ? 'completed' : 'running') : 'faulted',
    ...(example.output !== undefined && { output: example.output }),
    ...(example.fault !== undefined && { fault: example.fault }),
    ...(example.effects !== undefined && { effects: example.effects }),
  });
  expect(execution.of('iteration.started').length).toBeGreaterThanOrEqual(example.iterations ?? 0);
});

/** Lets time pass until something is asked, and answers it. */
function answer(execution: SimulatedExecution, told: Json | { readonly fault: Fault }): void {
  for (let waits = 0; execution.open.size === 0 && waits < 10; waits += 1) execution.advance(60_000);
  const step = [...execution.open.keys()].at(-1);
  if (step === undefined) return;
  if (typeof told === 'object' && told !== null && 'fault' in told) execution.fail(step, told.fault as Fault);
  else execution.complete(step, told);
}

function programOf(name: string): Program {
  const { definition, diagnostics } = readDefinition(readSpecification(`examples/${name}`));
  if (definition === undefined) throw new SyntaxError(JSON.stringify(diagnostics));
  const { program } = compileProgram(definition, { evaluator: jqEvaluator(), schemas: { compile: () => () => [] } });
  if (program === undefined) throw new SyntaxError(name);
  return program;
}

test.skipIf(!hasSpecification)('all of them are executed, save those that cannot be', () => {
  const named = [...Object.keys(executed), ...executedWithProcesses, ...Object.keys(notExecuted)];
  expect(named.toSorted()).toEqual(exampleNames().toSorted());
});
