/**
 * The example documents of the specification, executed: those that need nothing outside as they are, those that call
 * something with its answer given here. The documents stay where they are; without them this test is skipped.
 */
import { expect, test } from 'vitest';
import { fault, type Fault, type Json, type Program } from '@batonhq/core';
import { SimulatedExecution } from '@batonhq/testing/core';
import { readDefinition } from '../src/definition/read.ts';
import { compileProgram } from '../src/program/compile.ts';
import { jqEvaluator } from './jq-evaluator.ts';
import { hasSpecification, readSpecification } from './specification/folder.ts';

interface Example {
  readonly input?: Json;
  /** Types and data of events, in their order. */
  readonly events?: readonly (readonly [string, Json] | readonly [string])[];
  /** What each call comes back with, in their order. */
  readonly answers?: readonly (Json | { readonly fault: Fault })[];
  readonly output?: Json;
  readonly fault?: Partial<Fault>;
  /** It goes on for ever: so many iterations are enough. */
  readonly iterations?: number;
  /** What was called, in the order of the calls. */
  readonly effects?: readonly object[];
}

const temperature = 'com.fake-hospital.vitals.measurements.temperature';
const bpm = 'com.fake-hospital.vitals.measurements.bpm';
const communication = (status: number) => ({ fault: fault('communication', 'no answer', { status }) });

const examples: Readonly<Record<string, Example>> = {
  'set.yaml': { input: [{ id: 1 }], output: { startEvent: { id: 1 } } },
  'set-expression.yaml': { input: [{ id: 1 }], output: { id: 1 } },
  'switch-then-string.yaml': {
    input: { orderType: 'physical' },
    output: { inventory: 'clear', items: 1, address: 'Elmer St' },
  },
  'raise-inline.yaml': { fault: { status: 500, title: 'Not Implemented', instance: '/do/0/notImplemented' } },
  'raise-reusable.yaml': { fault: { status: 500, instance: '/do/0/notImplemented' } },
  'wait-duration-inline.yaml': { input: { x: 1 }, output: { x: 1 } },
  'wait-duration-iso8601.yaml': { input: { x: 1 }, output: { x: 1 } },
  'emit.yaml': {
    input: { x: 1 },
    answers: [null],
    output: { x: 1 },
    effects: [{ kind: 'emit', event: { type: 'com.petstore.order.placed.v1', source: 'https://petstore.com' } }],
  },
  'for.yaml': {
    input: { pets: [{ id: 'a' }], vet: 'Ada' },
    events: [['com.fake.petclinic.pets.checkup.completed.v2', { ok: true }]],
    fault: { status: 400, instance: '/do/0/checkup/do/0/waitForCheckup' },
  },
  'listen-to-any.yaml': { events: [['whatever', 1]], output: [1] },
  'listen-to-any-filter.yaml': {
    events: [
      [temperature, { temperature: 37 }],
      [bpm, { bpm: 120 }],
    ],
    output: [{ bpm: 120 }],
  },
  'listen-to-any-until-condition.yaml': {
    events: [
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ],
    output: [1, 2, 3, 4],
  },
  'listen-to-any-until-consumed.yaml': {
    events: [[bpm, { bpm: 50 }], [temperature, { temperature: 39 }], ['com.fake-hospital.patient.checked-out']],
    output: [{ bpm: 50 }, { temperature: 39 }],
  },
  'listen-to-all.yaml': {
    events: [
      [temperature, { temperature: 39 }],
      [temperature, { temperature: 40 }],
      [bpm, { bpm: 50 }],
    ],
    output: [{ temperature: 39 }, { bpm: 50 }],
  },
  'listen-to-any-forever-foreach.yaml': {
    input: { roomId: 5 },
    events: [
      ['gossip', 1],
      ['gossip', 2],
      ['gossip', 3],
    ],
    answers: [{}, {}, {}],
    iterations: 3,
  },
  'mock-service-extension.yaml': { answers: [{ pets: 1 }], output: { pets: 1 } },
  'run-subflow.yaml': {
    input: { user: 'Ada' },
    answers: [{ registered: true }],
    output: { registered: true },
    effects: [{ kind: 'workflow', name: 'register-customer' }],
  },
  'conditional-task.yaml': { input: { customer: { age: 20 } }, answers: [{ placed: true }], output: { placed: true } },
  'do-single.yaml': {
    input: { petId: 3 },
    answers: [{ id: 3 }],
    output: { id: 3 },
    effects: [{ kind: 'http', method: 'GET' }],
  },
  'do-multiple.yaml': {
    input: { petId: 3 },
    answers: [{ petId: 3, name: 'Rex' }, { sold: true }],
    output: { sold: true },
    effects: [{ method: 'GET' }, { method: 'PUT', body: { petId: 3, name: 'Rex', status: 'sold' } }],
  },
  'star-wars-homeworld.yaml': {
    input: { id: 1 },
    answers: [{ content: { homeworld: 'https://swapi.dev/api/planets/1' } }, { name: 'Tatooine' }],
    output: { name: 'Tatooine' },
    effects: [{ output: 'response' }, { endpoint: 'https://swapi.dev/api/planets/1' }],
  },
  'try-catch.yaml': { input: { petId: 3 }, answers: [communication(404), null] },
  'try-catch-then.yaml': { input: { petId: 3 }, answers: [communication(404), null], output: { error: '$error' } },
  'try-catch-retry-inline.yaml': {
    input: { petId: 3 },
    answers: [communication(503), communication(503), { id: 3 }],
    output: { id: 3 },
  },
  'try-catch-retry-reusable.yaml': { input: { petId: 3 }, answers: [communication(503), { id: 3 }], output: { id: 3 } },
};

test.skipIf(!hasSpecification).each(Object.entries(examples))('%s', (name, example) => {
  const execution = new SimulatedExecution({ program: programOf(name), reload: true }).start(example.input ?? {});
  for (const [type, data = null] of example.events ?? []) {
    execution.signal(type, data);
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
  const [step] = execution.open.keys();
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
