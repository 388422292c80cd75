/**
 * The semantics of the workflow language, scenario by scenario, on the real engine: SQLite, a server on loopback, timers
 * and events. The scenarios stand in `conformance/*.yaml`: a workflow, what flows in, what happens outside, what comes out.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, readDocument, type Json, type JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal, verifyFolder, type Engine } from '@batonhq/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileEntry } from './compile-entry.ts';
import { json } from './local-server.ts';
import { until } from './open-engine.ts';

interface Answer {
  readonly status?: number;
  readonly body?: Json;
  /** Headers that the request must have; else the answer is 401. */
  readonly when?: Readonly<Record<string, string>>;
}

interface Scenario {
  readonly scenario: string;
  readonly workflow: JsonObject;
  readonly input?: Json;
  readonly define?: readonly JsonObject[];
  readonly server?: readonly Answer[];
  /** Published before the workflow starts. */
  readonly before?: readonly JsonObject[];
  /** Published one after the other, each when the workflow waits. */
  readonly events?: readonly JsonObject[];
  readonly output?: Json;
  readonly fault?: JsonObject;
  readonly requests?: readonly string[];
  readonly published?: readonly JsonObject[];
}

/** Of events that name no other. */
const source = 'https://example.com/scenario';

const folder = join(import.meta.dirname, 'conformance');

function scenariosIn(file: string): readonly Scenario[] {
  const { value, diagnostics } = readDocument(readFileSync(join(folder, file), 'utf8'));
  if (!Array.isArray(value)) throw new SyntaxError(`${file}: ${JSON.stringify(diagnostics)}`);
  return JSON.parse(JSON.stringify(value));
}

/** One engine and one server for all: scenarios are told apart by their names. */
let place: { readonly engine: Engine; readonly directory: string; readonly server: Server };
let answers: Answer[] = [];
let seen: string[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const directory = mkdtempSync(join(tmpdir(), 'baton-conformance-'));
  const egress = { allow: [addressOf(server)] };
  // All scenarios share a server that fails on purpose: what is learnt of it in one is nothing to the next.
  const callLimits = [{ host: addressOf(server), breaker: false }] as const;
  const engine = await createEngine({ journal: openSqliteJournal({ directory }), egress, callLimits });
  place = { engine, directory, server };
});

afterAll(async () => {
  await place.engine.close(0);
  place.server.closeAllConnections();
  place.server.close();
  rmSync(place.directory, { recursive: true, force: true });
});

for (const file of readdirSync(folder)) {
  describe(`${file.replace('.yaml', '')}`, () => {
    test.each(scenariosIn(file))('$scenario', perform);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  seen.push([request.method, request.url, body].filter((part) => part !== '').join(' '));
  const { status = 200, body: told = {}, when = {} } = answers.shift() ?? { status: 500 };
  const isRight = Object.entries(when).every(([name, wanted]) => request.headers[name] === wanted);
  json(response, told, isRight ? status : 401);
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

async function perform(scenario: Scenario): Promise<void> {
  const { engine } = place;
  answers = [...(scenario.server ?? [])];
  seen = [];
  const [last] = (await engine.publishedEvents({ limit: 1 })).map(({ number }) => number);
  for (const definition of scenario.define ?? []) await engine.define(definition);
  for (const event of scenario.before ?? []) await engine.publishEvent({ source, ...event });
  const id = await engine.start({
    definition: definitionOf(scenario),
    ...(scenario.input !== undefined && { input: scenario.input }),
  });
  for (const event of scenario.events ?? []) await publish(engine, id, event);
  const result = await engine.result(id);
  const published = (await engine.publishedEvents({ after: last ?? 0 })).map(({ event }) => event);
  expect({ result, requests: seen, published }).toMatchObject(expected(scenario));
}

/** What is not said of a scenario may be as it is; an output is to be exactly as it is said. */
function expected({ output, fault, requests, published }: Scenario): object {
  const completed = { phase: 'completed', output: expect.toSatisfy((value: Json) => isDeepStrictEqual(value, output)) };
  return {
    result: fault === undefined ? completed : { phase: 'faulted', fault },
    ...(requests !== undefined && { requests }),
    ...(published !== undefined && { published }),
  };
}

function definitionOf({ workflow, scenario }: Scenario): JsonObject {
  const url = `http://${addressOf(place.server)}`;
  const written: JsonObject = JSON.parse(JSON.stringify(workflow).replaceAll('{server}', url));
  const own = written['document'];
  const document = { dsl: '1.0.3', namespace: 'conformance', name: 'scenario', version: '1.0.0', title: scenario };
  return { ...written, document: { ...document, ...(isJsonObject(own) ? own : {}) } };
}

/** What all the scenarios left behind keeps every invariant that a journal can be checked for. */
test('the journal of all of it is sound', () => {
  const { findings, executions } = verifyFolder({ directory: place.directory, compile: compileEntry });
  expect(findings).toEqual([]);
  expect(executions).toBeGreaterThan(60);
});

/** Events are for those who listen: each waits until somebody does. */
async function publish(engine: Engine, id: string, event: JsonObject): Promise<void> {
  await until(async () => {
    const { view, waitingFor } = await engine.details(id);
    return view.endedAt !== null || waitingFor.some(({ kind }) => kind === 'event');
  });
  await new Promise((resolve) => setTimeout(resolve, 3));
  await engine.publishEvent({ source, ...event });
}
