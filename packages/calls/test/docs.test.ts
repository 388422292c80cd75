/** The examples of `docs/calls`: each is a definition without a problem, and the one that needs nobody else is executed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileProgram, isJsonObject, readDefinition } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { open } from './engine.ts';

const folder = fileURLToPath(new URL('../../../docs/calls', import.meta.url));
const examples = readdirSync(folder).flatMap((page) =>
  [...readFileSync(join(folder, page), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(
    ([, text = '']) => [page, text] as const,
  ),
);

test.each(examples)('%s', (_page, text) => {
  const { definition, diagnostics } = readDefinition(text);
  expect(diagnostics).toEqual([]);
  if (definition === undefined) throw new TypeError('there is no definition');
  const compiled = compileProgram(definition, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  expect(compiled.diagnostics).toEqual([]);
});

test('the script of the page on processes does what the page says', async () => {
  const text = examples.find(([page]) => page === 'processes.md')?.[1] ?? '';
  const { definition } = readDefinition(text);
  if (!isJsonObject(definition?.json)) throw new TypeError('there is no definition');
  const engine = await open();
  const id = await engine.start({ definition: definition.json, input: { lines: [{ price: 2 }, { price: 3 }] } });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { total: 5, currency: 'EUR' } });
  expect(examples.length).toBeGreaterThanOrEqual(7);
});
