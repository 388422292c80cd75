import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallers, type CallOptions } from '@batonhq/calls';
import type { Journal, Json, JsonObject, Recorded } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine, type EngineOptions } from '@batonhq/engine';
import { onTestFinished } from 'vitest';

export { json, serve, type LocalServer } from '../../engine/test/local-server.ts';

/** Options of an engine with callers. */
export interface Options extends Omit<EngineOptions, 'journal' | 'callers'> {
  readonly calls?: CallOptions;
}

/** Where engines that were opened here keep what they know. */
const journals = new WeakMap<Engine, Journal>();

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'baton-calls-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An engine with callers on a folder, of its own by default; it is closed with the test. */
export async function open({ calls, ...options }: Options = {}, path = temporaryFolder()): Promise<Engine> {
  const fatal = (error: unknown): void => {
    throw error;
  };
  const journal = openSqliteJournal({ directory: path });
  const engine = await createEngine({ journal, onFatal: fatal, callers: createCallers(calls), ...options });
  journals.set(engine, journal);
  onTestFinished(async () => engine.close(0));
  return engine;
}

let definitions = 0;

/** A definition of these tasks. */
export function definition(tasks: readonly object[], more: object = {}): JsonObject {
  definitions += 1;
  const document = { dsl: '1.0.3', namespace: 'test', name: `flow-${definitions}`, version: '1.0.0' };
  const written: JsonObject = JSON.parse(JSON.stringify({ document, ...more, do: tasks }));
  return written;
}

/** Starts an execution and waits for its end: the output, or what it ended with. */
export async function complete(
  engine: Engine,
  tasks: readonly object[],
  { input, ...more }: { readonly input?: Json; readonly use?: object } = {},
): Promise<unknown> {
  const id = await engine.start({ definition: definition(tasks, more), ...(input !== undefined && { input }) });
  const result = await engine.result(id);
  return result.phase === 'completed' ? result.output : result;
}

/** All events of an execution up to now. */
export async function eventsOf(engine: Engine, id: string): Promise<readonly Recorded[]> {
  const journal = journals.get(engine);
  if (journal === undefined) throw new TypeError('the engine was not opened here');
  return journal.read(id, { seq: 0 });
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, patience = 45_000): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new RangeError(`still not so after ${patience} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
