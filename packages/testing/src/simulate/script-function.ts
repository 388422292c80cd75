import { isJsonObject, type Json } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import { costOf, mostCost } from './budget-checks.ts';
import type { Outside } from './outside.ts';
import type { Script, ScriptLine } from './random-script.ts';

/** Plays a script: the durable function of the simulation. Gives the outcomes of its lines, in order. */
export async function playScript(context: FunctionContext, input: Json, outside: Outside): Promise<Json> {
  const { script, round } = readInput(input);
  const outcomes: Json[] = [];
  for (const line of script) {
    if (line.do === 'continue') {
      if (round < line.times) context.continueAs({ ...asObject(input), round: round + 1 });
    } else outcomes.push(await settled(play(line, context, outside)));
  }
  return outcomes;
}

async function play(line: ScriptLine, context: FunctionContext, outside: Outside): Promise<Json> {
  switch (line.do) {
    case 'step':
      return outside.isThrifty
        ? paidStep(line, context, outside)
        : context.step(line.name, ({ idempotencyKey }) => outside.effect(idempotencyKey), { repeat: line.rule });
    case 'sleep':
      await context.sleep(line.milliseconds);
      return 'slept';
    case 'waitFor':
      return line.timeout === undefined ? context.waitFor(line.signal) : context.waitFor(line.signal, line.timeout);
    case 'call':
      return context.call({ function: line.function, input: { called: true } });
    case 'workflow':
      return context.call({ workflow: `test/${line.name}:1.0.0`, input: { from: 'function' } });
    case 'all':
      return context.all(line.branches.map((branch) => () => playBranch(branch, context, outside)));
    case 'race':
      return context.race(line.branches.map((branch) => () => playBranch(branch, context, outside)));
    case 'lock': {
      const { key, body, do: _do, ...bounds } = line;
      return context.lock(key, bounds, () => playBranch(body, context, outside));
    }
    case 'continue':
      return null;
  }
}

function paidStep(
  { name, rule }: ScriptLine & { do: 'step' },
  context: FunctionContext,
  outside: Outside,
): Promise<Json> {
  return context.step(
    name,
    async ({ idempotencyKey, spent }) => {
      const tokens = costOf(idempotencyKey);
      const receipt = await outside.effect(idempotencyKey, tokens);
      spent({ tokens });
      return receipt;
    },
    { repeat: rule, cost: { of: name, worst: { tokens: mostCost } } },
  );
}

async function playBranch(script: Script, context: FunctionContext, outside: Outside): Promise<Json> {
  const outcomes: Json[] = [];
  for (const line of script) outcomes.push(await settled(play(line, context, outside)));
  return outcomes;
}

/** What failed is an outcome like any other, unless the function itself is over. */
async function settled(line: Promise<Json>): Promise<Json> {
  try {
    return await line;
  } catch (error) {
    if (error instanceof Error && (error.name === 'AbandonedError' || error.name === 'ContinuedError')) throw error;
    return { failed: error instanceof Error ? error.name : 'unknown' };
  }
}

function readInput(input: Json): { readonly script: Script; readonly round: number } {
  const { script, round } = asObject(input);
  const lines: Script = JSON.parse(JSON.stringify(script ?? []));
  return { script: lines, round: typeof round === 'number' ? round : 0 };
}

function asObject(input: Json): { readonly [key: string]: Json } {
  return isJsonObject(input) ? input : {};
}
