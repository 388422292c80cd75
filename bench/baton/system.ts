/** The embedded engine as a system under load: one process, a journal on the working disk, nothing switched off. */
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import type { Engine, FunctionDefinition, Limits } from '@batonhq/engine';
import type { JsonObject } from '@batonhq/core';
import { BenchError } from '../bench-error.ts';
import { gapsBetween } from '../load.ts';
import type { SystemUnderLoad } from '../load.ts';
import { atOnce, inSequence } from './definitions.ts';

/** An engine with the functions of the load. */
export type Bench = {
  readonly engine: Engine;
  /** Starts an execution, under an id of the engine's choice unless it has one, and waits for its end; a fault is an error. */
  readonly complete: (request: {
    readonly id?: string;
    readonly definition: JsonObject;
    readonly input?: JsonObject;
  }) => Promise<string>;
  /** When the bodies of an execution ran; each adds itself. */
  readonly instants: Map<string, number[]>;
};

/** Opens a journal in the folder and an engine on it. */
export async function openBench(directory: string, limits: Partial<Limits> = {}): Promise<Bench> {
  const instants = new Map<string, number[]>();
  const functions: FunctionDefinition[] = [
    {
      name: 'tick',
      run: (context) => {
        const seen = instants.get(context.execution);
        if (seen === undefined) instants.set(context.execution, [performance.now()]);
        else seen.push(performance.now());
        return null;
      },
    },
    {
      name: 'steps',
      run: async (context, input) => {
        const seen = instants.get(context.execution) ?? [];
        for (let step = 0; step < Number(input); step++)
          await context.step('step', () => void seen.push(performance.now()));
        return null;
      },
    },
    { name: 'work', run: async (_context, input) => sleep(input) },
  ];
  const journal = openSqliteJournal({ directory });
  const engine = await createEngine({ journal, functions, limits });
  const complete: Bench['complete'] = async (request) => {
    const id = await engine.start(request);
    const result = await engine.result(id);
    if (result.phase !== 'completed') throw new BenchError(`${id} ended as ${JSON.stringify(result)}`);
    return id;
  };
  return { engine, complete, instants };
}

async function sleep(input: unknown): Promise<null> {
  const ms = typeof input === 'object' && input !== null && 'ms' in input ? Number(input.ms) : 0;
  await new Promise((resolve) => setTimeout(resolve, ms));
  return null;
}

/** The system for `measure`. */
export function systemOf({ complete, instants }: Bench, notes: readonly string[]): SystemUnderLoad {
  const definitions = new Map<string, JsonObject>();
  const known = (name: string, make: () => JsonObject): JsonObject => {
    const definition = definitions.get(name) ?? make();
    definitions.set(name, definition);
    return definition;
  };
  const counted = async (definition: JsonObject): Promise<readonly number[]> => {
    const id = await complete({ definition });
    const seen = instants.get(id) ?? [];
    instants.delete(id);
    return seen;
  };
  return {
    system: 'baton',
    versions: { node: process.versions.node },
    notes,
    sequence: async (_name, steps) => (await counted(known(`s${steps}`, () => inSequence(steps)))).length,
    gaps: async (_name, steps) => gapsBetween(await counted(known(`s${steps}`, () => inSequence(steps)))),
    fanOut: async (_name, steps) => (await counted(known(`f${steps}`, () => atOnce(steps)))).length,
    processorMicros: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
  };
}
