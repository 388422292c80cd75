import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal, JsonObject, Recorded } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine, type EngineOptions } from '@batonhq/engine';
import { onTestFinished } from 'vitest';

/** Options of an engine on a journal of its own. */
export type Options = Omit<EngineOptions, 'journal'>;

/** Where engines that were opened here keep what they know. */
const journals = new WeakMap<Engine, Journal>();

/** A data folder that goes away with the test, and engines on it one after the other. */
export interface Folder {
  readonly path: string;
  /** Opens an engine; it is closed with the test. */
  open(options?: Options): Promise<Engine>;
}

/** Makes a folder for a test. */
export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'baton-engine-'));
  const engines: Engine[] = [];
  onTestFinished(async () => {
    await Promise.all(engines.map((engine) => engine.close(0)));
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    async open(options = {}) {
      const fatal = (error: unknown): void => {
        throw error;
      };
      const journal = openSqliteJournal({ directory: path });
      const engine = await createEngine({ journal, onFatal: fatal, ...options });
      engines.push(engine);
      journals.set(engine, journal);
      return engine;
    },
  };
}

/** An engine on a folder of its own. */
export function open(options: Options = {}): Promise<Engine> {
  return folder().open(options);
}

/** A definition of these tasks. */
export function definition(tasks: readonly object[], more: object = {}): JsonObject {
  const { name = 'flow', ...rest }: { name?: string } = more;
  return JSON.parse(
    JSON.stringify({ document: { dsl: '1.0.3', namespace: 'test', name, version: '1.0.0' }, ...rest, do: tasks }),
  );
}

let definitions = 0;

/** Starts an execution and waits for its end. */
export async function complete(engine: Engine, tasks: readonly object[], input?: JsonObject): Promise<unknown> {
  definitions += 1;
  const id = await engine.start({
    definition: definition(tasks, { name: `flow-${definitions}` }),
    ...(input !== undefined && { input }),
  });
  const result = await engine.result(id);
  return result.phase === 'completed' ? result.output : result;
}

/** All events of an execution up to now; of an engine that was not opened here, up to the end of the execution. */
export async function eventsOf(engine: Engine, id: string): Promise<readonly Recorded[]> {
  const journal = journals.get(engine);
  if (journal !== undefined) return journal.read(id, { seq: 0 });
  const events: Recorded[] = [];
  for await (const recorded of engine.events(id)) events.push(recorded);
  return events;
}

/** Waits until something holds. Only what never holds takes as long as the patience, on whatever machine. */
export async function until(holds: () => boolean | Promise<boolean>, patience = 60_000): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not so after ${patience} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
