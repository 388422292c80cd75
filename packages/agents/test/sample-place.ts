import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { onTestFinished } from 'vitest';
import { readWorkspaceSettings, Workspace, workspaceFunctions } from '../src/workspace.ts';

/** A copy of the sample workspace with an engine over its functions; both go away with the test. */
export interface SamplePlace {
  /** Calls one function in an execution of its own; a fault is thrown as its detail. */
  call(name: string, input: JsonObject): Promise<JsonObject>;
  file(path: string): string;
  bytes(path: string): Buffer;
  readonly folder: string;
}

/** Opens a copy of `examples/workspace`. */
export async function openSamplePlace(): Promise<SamplePlace> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-sample-'));
  const folder = join(directory, 'workspace');
  cpSync(new URL('../../../examples/workspace', import.meta.url), folder, { recursive: true });
  const workspace = await Workspace.open(folder);
  const { owner } = await readWorkspaceSettings(workspace, { address: 'me@example.com', zone: 'UTC', weekdays: [] });
  const engine = await createEngine({
    journal: openSqliteJournal({ directory: join(directory, 'journal') }),
    functions: workspaceFunctions(workspace, owner),
    // What is published is agreed to here; that it is asked about otherwise is shown where approvals are.
    policy: { mode: 'supervised', rules: [{ call: 'campaign_schedule', then: 'allow' }] },
  });
  onTestFinished(async () => {
    await engine.close(0);
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    folder,
    file: (path) => readFileSync(join(folder, path), 'utf8'),
    bytes: (path) => readFileSync(join(folder, path)),
    async call(name, input) {
      const document = { dsl: '1.0.3', namespace: 'tests', name: 'call', version: '1.0.0' };
      // What is given may look like an expression; it goes in as data.
      const given = Object.fromEntries(Object.keys(input).map((member) => [member, `\${ .${member} }`]));
      const definition = { document, do: [{ work: { call: name, with: given } }] };
      const result = await engine.result(await engine.start({ definition, input }));
      if (result.phase !== 'completed') throw new TypeError(JSON.stringify(result));
      return objectIn(result.output);
    },
  };
}

function objectIn(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  throw new TypeError(`no object: ${JSON.stringify(value)}`);
}

/** The objects of a list. */
export function itemsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`no text: ${JSON.stringify(value)}`);
}
