import type { Json, JsonObject } from '@batonhq/core';

/** A definition that pays, and what must be true once an execution of it has ended. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly definition: JsonObject;
  /** Workflows it calls. */
  readonly children?: readonly JsonObject[];
  /** What must have been paid in the end, by label, and how often it may be asked for. */
  readonly effects: Readonly<Record<string, 'once' | 'again'>>;
  readonly ends: 'completed' | 'cancelled';
  /** A signal that it waits for. */
  readonly signal?: string;
  /** Somebody cancels it once this was paid. */
  readonly cancelAfter?: string;
}

/** The names of the scenarios, in the order in which they are played. */
export const scenarioNames = ['parallel', 'retry', 'timer', 'child', 'signal', 'compensation'] as const;

/** The name of a scenario. */
export type ScenarioName = (typeof scenarioNames)[number];

const keyed = { repeat: 'keyed' } as const;
const never = { repeat: 'never' } as const;
const probed = { repeat: 'probe', probe: 'ask' } as const;

/** `{ bank, order }` is the input of everything here; the label of a payment is the name of its task. */
const passed = { bank: '${ $workflow.input.bank }', order: '${ $workflow.input.order }' };

/** Tasks that tell whether a step was paid, by its label. */
const use = { functions: { ask: { call: 'was-paid', with: { ...passed, label: '${ .input.label }' } } } };

function pay(label: string, metadata: JsonObject = keyed): JsonObject {
  return { [label]: { call: 'pay', with: { ...passed, label }, metadata } };
}

/** The same as a plain HTTP request, which carries the idempotency key unless it is safe. */
function post(label: string, metadata: JsonObject = never): JsonObject {
  const endpoint = `\${ $workflow.input.bank + "/pay/" + $workflow.input.order + "/${label}" }`;
  return { [label]: { call: 'http', with: { method: 'post', endpoint }, metadata } };
}

/** A payment whose label flows in as its input, so that its probe knows it. */
function probedPay(label: string): JsonObject {
  const task = pay(label, probed)[label];
  return { [label]: { ...(task as JsonObject), input: { from: { label } } } };
}

function written(name: string, tasks: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return { document: { dsl: '1.0.3', namespace: 'crash', name, version: '1.0.0' }, ...more, do: tasks };
}

function pause(milliseconds: number): JsonObject {
  return { [`pause-${milliseconds}`]: { wait: { milliseconds } } };
}

function hear(type: string): JsonObject {
  return { [`hear-${type}`]: { listen: { to: { one: { with: { type } } } } } };
}

const retryPolicy = {
  delay: { milliseconds: 3 },
  limit: { attempt: { count: 5 } },
} as const;

const scenarios: Readonly<Record<ScenarioName, Omit<Scenario, 'name'>>> = {
  parallel: {
    definition: written(
      'parallel',
      [{ all: { fork: { branches: [pay('keyed'), post('never'), probedPay('probed')] } } }, pay('joined')],
      { use },
    ),
    effects: { keyed: 'again', never: 'once', probed: 'once', joined: 'again' },
    ends: 'completed',
  },
  retry: {
    definition: written('retry', [
      { guarded: { try: [pay('flaky')], catch: { errors: { with: { status: 503 } }, retry: retryPolicy } } },
      pay('after'),
    ]),
    effects: { flaky: 'again', after: 'again' },
    ends: 'completed',
  },
  timer: {
    definition: written('timer', [
      pay('before'),
      pause(12),
      { parts: { call: 'pay-in-parts', with: passed } },
      pay('after'),
    ]),
    effects: { before: 'again', 'part-one': 'again', 'part-two': 'again', 'part-three': 'again', after: 'again' },
    ends: 'completed',
  },
  child: {
    definition: written('child', [
      { inner: { run: { workflow: { namespace: 'crash', name: 'inner', version: '1.0.0', input: passed } } } },
      pay('after'),
    ]),
    children: [written('inner', [pay('inside'), pause(5), post('inside-never')])],
    effects: { inside: 'again', 'inside-never': 'once', after: 'again' },
    ends: 'completed',
  },
  signal: {
    definition: written('signal', [pay('before'), hear('go'), post('heard'), pay('after')]),
    effects: { before: 'again', heard: 'once', after: 'again' },
    ends: 'completed',
    signal: 'go',
  },
  compensation: {
    definition: written(
      'compensation',
      [
        pay('reserve', { ...keyed, compensate: 'release' }),
        pay('charge', { ...keyed, compensate: 'refund' }),
        pay('ready'),
        hear('never'),
      ],
      { use: { functions: { ...pay('release'), ...pay('refund') } } },
    ),
    effects: { reserve: 'again', charge: 'again', ready: 'again', refund: 'again', release: 'again' },
    ends: 'cancelled',
    cancelAfter: 'ready',
  },
};

/** The scenario of a name. */
export function scenarioOf(name: ScenarioName): Scenario {
  return { name, ...scenarios[name] };
}

/** The input of an execution of any scenario; its payments are named after `order`. */
export function inputOf(bank: string, order: string): Json {
  return { bank, order };
}
