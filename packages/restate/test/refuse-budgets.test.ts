/** On Restate nobody holds to budgets, so what has one is not started there. */
import { compileProgram, readDefinitionObject, type JsonObject, type Program } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { refuseBudgets } from '../src/backend/refuse-budgets.ts';

function program(document: JsonObject, task: JsonObject): Program {
  const { definition } = readDefinitionObject({
    document: { dsl: '1.0.3', namespace: 'test', name: 'paid', version: '1.0.0', ...document },
    do: [{ first: { set: { a: 1 }, ...task } }],
  });
  const compiled =
    definition && compileProgram(definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  if (compiled?.program === undefined) throw new TypeError('the definition of the test is not valid');
  return compiled.program;
}

test('of the request, the document, or a task', () => {
  const metadata = { budget: { tokens: 100 } };
  const plain = program({}, {});
  expect(() => refuseBudgets(plain)).not.toThrow();
  expect(() => refuseBudgets(plain, { money: 1 })).toThrow(/budgets need the embedded engine/);
  expect(() => refuseBudgets(program({ metadata }, {}))).toThrow(/budgets need/);
  expect(() => refuseBudgets(program({}, { metadata }))).toThrow(/budgets need/);
});
