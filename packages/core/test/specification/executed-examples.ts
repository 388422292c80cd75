/** The example documents of the specification: what is executed, with what, and what is not. */
import { fault, type Fault, type Json, type JsonObject } from '@batonhq/core';

/** What happens around an example while it is executed, and what is to come of it. */
export interface Example {
  readonly input?: Json;
  /** Types and data of events, in their order. */
  readonly events?: readonly (readonly [type: string, data?: Json, attributes?: JsonObject])[];
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
const sensor = { source: 'https://my.home.com/sensor' };
const pet = { id: 3, name: 'Rex' };
const asksForPet = { input: { petId: 3, token: 't' }, answers: [pet], output: pet, effects: [{ method: 'GET' }] };
const search = { input: { searchQuery: 'luke' }, answers: [{ count: 1 }], output: { count: 1 } };
const notifications = { answers: [[{ payload: 1 }]], output: [{ payload: 1 }], effects: [{ protocol: 'asyncapi' }] };
/** As the call brings its messages to the part of the task that works on them. */
const received = { source: '/baton/subscription', subject: 'getNotifications' };
const communication = (status: number) => ({ fault: fault('communication', 'no answer', { status }) });

/** The examples that need nothing outside, and those that call something, with its answers. */
export const executed: Readonly<Record<string, Example>> = {
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
  'accumulate-room-readings.yaml': {
    events: [
      ['my.home.sensors.temperature', { reading: 21 }, { ...sensor, roomid: 1 }],
      ['my.home.sensors.humidity', { reading: 80 }, { ...sensor, roomid: 2 }],
      ['my.home.sensors.humidity', { reading: 40 }, { ...sensor, roomid: 1 }],
    ],
    // Its `output.as` asks the list of events for a member, which jq refuses: the correlation is what it shows.
    fault: { status: 400, instance: '/do/0/consumeReading' },
  },
  'listen-to-one.yaml': {
    input: { carId: 7 },
    events: [['com.virtual-wf-powered-race.events.race.started.v1', { carId: 7 }]],
    answers: [{ started: true }],
    output: { started: true },
    effects: [{ kind: 'http', method: 'POST' }],
  },
  'listen-to-all read-envelope.yaml': {
    events: [
      [temperature, { temperature: 39 }],
      [bpm, { bpm: 50 }],
    ],
    output: [
      { type: temperature, data: { temperature: 39 } },
      { type: bpm, data: { bpm: 50 } },
    ],
  },
  'fork.yaml': {
    input: { patient: { fullName: 'Ada' }, room: { number: 7 } },
    answers: [{ comes: 'the nurse' }],
    output: { comes: 'the nurse' },
    effects: [
      { method: 'PUT', body: { patientId: 'Ada', room: 7 } },
      { method: 'PUT', body: { patientId: 'Ada', room: 7 } },
    ],
  },
  'schedule-cron.yaml': { answers: [{ begun: true }], output: { begun: true }, effects: [{ method: 'POST' }] },
  'schedule-event-driven.yaml': {
    input: [{ data: { patient: { id: 'p', name: 'Ada', room: { number: 7 }, vitals: { bpm: 30 } }, timestamp: 1 } }],
    answers: [{ called: true }],
    output: { called: true },
    effects: [{ body: { patientId: 'p', patientName: 'Ada', roomNumber: 7 } }],
  },
  'call-custom-function-inline.yaml': { answers: [pet], output: pet, effects: [{ kind: 'http', method: 'GET' }] },
  'call-http-endpoint-interpolation.yaml': {
    ...asksForPet,
    effects: [{ endpoint: 'https://petstore.swagger.io/v2/pet/3' }],
  },
  'call-http-endpoint-interpolation-shorthand.yaml': {
    ...asksForPet,
    effects: [{ endpoint: 'https://petstore.swagger.io/v2/pet/3' }],
  },
  'call-http-query-parameters.yaml': { ...search, effects: [{ query: { search: 'luke' } }] },
  'call-http-query-headers-expressions.yaml': {
    ...search,
    effects: [{ query: { search: 'luke' }, headers: { Accept: 'application/json' } }],
  },
  'call-http-redirect.yaml': { ...search, effects: [{ redirect: true, query: { search: 'luke' } }] },
  'call-openapi.yaml': { answers: [[pet]], output: [pet], effects: [{ protocol: 'openapi' }] },
  'call-openapi-redirect.yaml': { answers: [[pet]], output: [pet], effects: [{ arguments: { redirect: true } }] },
  'call-grpc.yaml': {
    input: { user: { preferredDisplayName: 'Ada' } },
    answers: [{ message: 'hello Ada' }],
    output: { message: 'hello Ada' },
    effects: [{ protocol: 'grpc', arguments: { method: 'SayHello', arguments: { name: 'Ada' } } }],
  },
  'call-mcp.yaml': {
    answers: [{ content: [] }],
    output: { content: [] },
    effects: [{ protocol: 'mcp', arguments: { parameters: { name: 'conversations_add_message' } } }],
  },
  'call-asyncapi-publish.yaml': {
    input: { pet: { id: 3 }, token: 't' },
    answers: [null],
    output: null,
    effects: [{ protocol: 'asyncapi', arguments: { message: { payload: { petId: 3 } } } }],
  },
  'call-asyncapi-subscribe-consume-amount.yaml': { ...notifications, effects: [{ arguments: { amount: 5 } }] },
  'call-asyncapi-subscribe-consume-until.yaml': { ...notifications, effects: [{ arguments: { for: 1_800_000 } }] },
  'call-asyncapi-subscribe-consume-while.yaml': notifications,
  'call-asyncapi-subscribe-consume-forever-foreach.yaml': {
    events: [1, 2].map((text) => ['message', { payload: { text } }, received] as const),
    answers: [null],
    iterations: 2,
    effects: [
      { protocol: 'asyncapi', arguments: { streams: true } },
      { kind: 'emit', event: { data: { message: { payload: { text: 1 } } } } },
      { kind: 'emit', event: { data: { message: { payload: { text: 2 } } } } },
    ],
  },
  'authentication-bearer.yaml': asksForPet,
  'authentication-bearer-uri-format.yaml': asksForPet,
  'authentication-oauth2.yaml': asksForPet,
  'authentication-oauth2-secret.yaml': asksForPet,
  'authentication-oidc.yaml': asksForPet,
  'authentication-oidc-secret.yaml': asksForPet,
  'authentication-reusable.yaml': asksForPet,
};

/** Examples that start a process of their own: executed where processes are, in the tests of calls. */
export const executedWithProcesses: readonly string[] = [
  'run-script-with-stdin-and-arguments.yaml',
  'run-shell-stdin-and-arguments.yaml',
];

/** What is validated and not executed, and why. */
export const notExecuted: Readonly<Record<string, string>> = {
  'call-custom-function-cataloged.yaml': 'its function is fetched from GitHub',
  ...Object.fromEntries(
    [
      'run-container.yaml',
      'run-container-cleanup-always.yaml',
      'run-container-cleanup-eventually.yaml',
      'run-container-stdin-and-arguments.yaml',
      'run-container-with-name.yaml',
      'run-container-with-pull-policy.yaml',
      'run-return-all.yaml',
      'run-return-code.yaml',
      'run-return-none.yaml',
      'run-return-stderr.yaml',
    ].map((name) => [name, 'it starts a container, which Baton does not']),
  ),
};
