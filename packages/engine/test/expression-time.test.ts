/** What an engine lets expressions know of the time: that of the trigger, by its own clock, and nothing of the machine's. */
import { compileProgram, readDefinitionObject, type CatalogEntry } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler, verifyFolder } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { definition, folder } from './open-engine.ts';

function compile(entry: CatalogEntry) {
  const { definition: read } = readDefinitionObject(entry.definition);
  const compiled = read && compileProgram(read, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  if (compiled?.program === undefined) throw new TypeError('the definition of the test is not valid');
  return compiled.program;
}

test('now is the time of the trigger, and deciding again over the journal gives the same', async () => {
  const clock = new SimulatedClock();
  const place = folder();
  const engine = await place.open({ clock });
  const began = clock.now() / 1_000;
  const id = await engine.start({
    definition: definition([
      { first: { set: '${ {first: now, day: (now | localtime | strftime("%Y"))} }' } },
      { nap: { wait: { seconds: 90 } } },
      { last: { set: '${ . + {last: now} }' } },
    ]),
  });
  clock.advance(90_000);
  const { output } = await result(engine.result(id));
  const { first = 0, last, day } = output;
  expect(day).toBe(String(new Date(clock.now()).getUTCFullYear()));
  expect(first).toBeGreaterThanOrEqual(began);
  expect(last).toBeGreaterThanOrEqual(first + 90);
  expect(last).toBeLessThan(began + 95);
  await engine.close();
  expect(verifyFolder({ directory: place.path, compile }).findings).toEqual([]);
});

async function result(ended: Promise<unknown>): Promise<{ readonly output: Readonly<Record<string, number>> }> {
  return JSON.parse(JSON.stringify(await ended));
}

test('a program that binds the name of a variable of ours sees its own, $ENV knows nothing, now in a text is a text', () => {
  const see = (source: string) =>
    jqEvaluator()
      .compile(source)
      .evaluate({ a: 1 }, (name) => `outer ${name}`);
  expect(see('.a as $input | $input')).toBe(1);
  expect(see('$input as $input | $input')).toBe('outer input');
  expect(see('$ENV')).toEqual({});
  expect(see('"now"')).toBe('now');
  expect(() => see('now')).toThrow(/no time/);
});
