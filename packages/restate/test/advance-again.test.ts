/**
 * A worker may die between committing a decision and telling Restate what follows from it. Whoever tries the delivery
 * again must find the commit and say exactly the same; whoever has lost its place must not guess.
 */
import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '@batonhq/core';
import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import { Programs } from '@batonhq/engine/parts';
import { definition, effect, listenFor, recorded, withMetadata } from '../../testing/src/backend-definitions.ts';
import { Advancing } from '../src/execution/advance.ts';
import type { Delivery, FollowUp, PerformRequest } from '../src/execution/delivery.ts';
import { JournalBehindError } from '../src/execution/journal-behind-error.ts';
import { Standings } from '../src/execution/standing.ts';
import { PostgresJournal } from '../src/postgres/postgres-journal.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
let journal: PostgresJournal;
let programs: Programs;
let places = 0;
let now = 1_000_000;

beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  await journal?.close();
  journal = await PostgresJournal.open({ address: server.address, schema: `place_${++places}` });
  programs = new Programs({ journal, evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
});
afterAll(async () => {
  await journal.close();
  await server.stop();
});

/** A process that has just begun: it remembers nothing. */
function freshProcess(): Advancing {
  const programOf = (hash: string) => programs.byHash(hash);
  return new Advancing({
    journal,
    standings: new Standings({ journal, programOf }),
    now: () => now,
    programOf,
    findDefinition: async (child) => (await programs.find(child))?.reference ?? null,
    abandoned: () => {},
  });
}

/** Restate with workers that die after every commit: each delivery is tried twice, the second time by a new process. */
class DyingWorkers {
  readonly memory = new Map<string, number>();
  readonly performed: PerformRequest[] = [];
  readonly #later: { readonly at: number; readonly execution: string; readonly delivery: Delivery }[] = [];
  #deliveries = 0;

  async deliver(execution: string, delivery: Delivery): Promise<FollowUp> {
    const advance = {
      execution,
      seq: this.memory.get(execution) ?? null,
      delivery,
      id: `delivery-${++this.#deliveries}`,
    };
    const unheard = await freshProcess().advance(advance);
    now += 1;
    const followUp = await freshProcess().advance(advance);
    assert.deepEqual(withoutTimes(followUp), withoutTimes(unheard), 'the second try says what the first one could not');
    if (followUp.seq !== null) this.memory.set(execution, followUp.seq);
    for (const message of followUp.messages) this.#later.push({ at: now + (message.delay ?? 0), ...message });
    for (const request of followUp.perform) this.#perform(request);
    return followUp;
  }

  /** Delivers what was sent until nothing is left. */
  async drain(): Promise<void> {
    for (;;) {
      this.#later.sort((left, right) => left.at - right.at);
      const next = this.#later.shift();
      if (next === undefined) return;
      now = Math.max(now, next.at);
      await this.deliver(next.execution, next.delivery);
    }
  }

  #perform(request: PerformRequest): void {
    this.performed.push(request);
    const { id: step, attempt } = request.order;
    const outcome = { kind: 'completed', output: { did: step } } as const;
    const trigger = { kind: 'outcome', at: now, step, attempt, outcome } as const;
    this.#later.push({ at: now, execution: request.execution, delivery: { kind: 'trigger', trigger } });
  }
}

function withoutTimes(followUp: FollowUp): unknown {
  return JSON.parse(JSON.stringify(followUp, (key, value) => (key === 'at' || key === 'delay' ? 0 : value)));
}

async function begin(workers: DyingWorkers, written: JsonObject, id = 'main'): Promise<FollowUp> {
  const { entry } = await programs.publish(written);
  const { namespace, name, version, hash } = entry;
  const origin = { tenant: 'local', user: 'local', priority: 5 };
  const start = {
    kind: 'start',
    at: now,
    id,
    definition: { namespace, name, version, hash },
    input: {},
    origin,
  } as const;
  return workers.deliver(id, { kind: 'trigger', trigger: start });
}

describe('every delivery is tried again after its commit', () => {
  test('a sequence with a timer', async () => {
    const workers = new DyingWorkers();
    const tasks = [{ one: recorded('one') }, { pause: { wait: { seconds: 5 } } }, { two: recorded('two') }];
    await begin(workers, definition('sequence', tasks));
    await workers.drain();
    expect(workers.performed.map(({ order }) => order.id)).toEqual(['one', 'two']);
    expect(await journal.view('main')).toMatchObject({ phase: 'completed', output: { did: 'two' } });
  });

  test('a fork with a child, whose end reaches the parent', async () => {
    const workers = new DyingWorkers();
    await programs.publish(definition('child', [{ work: recorded('work') }]));
    const run = { workflow: { namespace: 'suite', name: 'child', version: '1.0.0' } };
    const branches = [
      { left: { run } },
      { right: effect('get', 'right') },
      { last: withMetadata(recorded('last'), { after: ['left', 'right'] }) },
    ];
    await begin(workers, definition('fork', [{ all: { fork: { branches } } }]));
    await workers.drain();
    expect(workers.performed.map(({ order }) => order.id)).toEqual(['all/right', 'work', 'all/last']);
    expect(await journal.view('main')).toMatchObject({ phase: 'completed' });
  });

  test('a cancellation with compensations and an open child', async () => {
    const workers = new DyingWorkers();
    await programs.publish(definition('patient', [{ hear: listenFor('never') }]));
    const run = { workflow: { namespace: 'suite', name: 'patient', version: '1.0.0' } };
    const use = { functions: { undo: recorded('undo') } };
    await begin(
      workers,
      definition(
        'cancelled',
        [{ work: withMetadata(recorded('work'), { compensate: 'undo' }) }, { child: { run } }],
        use,
      ),
    );
    await workers.drain();
    await workers.deliver('main', { kind: 'trigger', trigger: { kind: 'cancel', at: now } });
    await workers.drain();
    expect(workers.performed.map(({ order }) => order.id)).toEqual(['work', 'work:undo']);
    expect(await journal.view('main')).toMatchObject({ phase: 'cancelled' });
  });

  test('a wide fork, decided in one transition', async () => {
    const workers = new DyingWorkers();
    const branches = Array.from({ length: 200 }, (_, index) => ({ [`b${index}`]: recorded('wide') }));
    const { perform } = await begin(workers, definition('wide', [{ all: { fork: { branches } } }]));
    expect(perform).toHaveLength(200);
  });
});

describe('an object that has lost its memory', () => {
  test('takes over from the journal by recovering, and then takes the delivery', async () => {
    const workers = new DyingWorkers();
    await begin(workers, definition('lost', [{ pay: effect('post', 'pay') }]));
    workers.memory.clear();
    const cancel: Delivery = { kind: 'trigger', trigger: { kind: 'cancel', at: now } };
    const { messages, perform, seq } = await workers.deliver('main', cancel);
    expect([seq, perform]).toEqual([2, []]);
    expect(messages.map(({ delivery }) => delivery)).toMatchObject([
      { trigger: { kind: 'recover' } },
      { trigger: { kind: 'cancel' } },
    ]);
  });

  test('the step that was open is ambiguous then, because nobody knows', async () => {
    const workers = new DyingWorkers();
    await begin(workers, definition('lost', [{ pay: effect('post', 'pay') }]));
    workers.memory.clear();
    await workers.deliver('main', { kind: 'trigger', trigger: { kind: 'recover', at: now } });
    await workers.deliver('main', { kind: 'trigger', trigger: { kind: 'recover', at: now } });
    expect((await journal.read('main', { seq: 2 })).map(({ event }) => event.kind)).toEqual(['step.ambiguous']);
  });
});

describe('an object whose place in the journal another one took', () => {
  test('does not act on what it decided', async () => {
    const workers = new DyingWorkers();
    await begin(workers, definition('taken', [{ pay: effect('post', 'pay') }, { ship: effect('post', 'ship') }]));
    const outcome = { kind: 'completed', output: 1 } as const;
    const delivery = {
      kind: 'trigger',
      trigger: { kind: 'outcome', at: now, step: 'pay', attempt: 1, outcome },
    } as const;
    const seq = workers.memory.get('main') ?? null;
    const first = await freshProcess().advance({ execution: 'main', seq, delivery, id: 'one' });
    const second = await freshProcess().advance({ execution: 'main', seq, delivery, id: 'other' });
    expect(first.perform).toHaveLength(1);
    expect(second.perform).toHaveLength(0);
    expect(second.seq).toBe(first.seq);
  });

  test('stops when the journal has fewer events than it knows', async () => {
    const workers = new DyingWorkers();
    await begin(workers, definition('behind', [{ pay: effect('post', 'pay') }]));
    const pause: Delivery = { kind: 'trigger', trigger: { kind: 'pause', at: now } };
    await expect(
      freshProcess().advance({ execution: 'main', seq: 9, delivery: pause, id: 'x' }),
    ).rejects.toBeInstanceOf(JournalBehindError);
  });
});

describe('a delayed message', () => {
  test('that comes too early is sent again for the rest of its time', async () => {
    const workers = new DyingWorkers();
    const { messages } = await begin(workers, definition('early', [{ pause: { wait: { seconds: 5 } } }]));
    const [message] = messages;
    const again = await freshProcess().advance({
      execution: 'main',
      seq: 3,
      id: 'x',
      ...message,
      delivery: message?.delivery ?? { kind: 'due', timer: '', due: 0 },
    });
    expect(again.messages).toMatchObject([{ delivery: { kind: 'due' } }]);
    expect(again.messages[0]?.delay).toBeGreaterThan(4_000);
    expect(await journal.read('main', { seq: 3 })).toEqual([]);
  });
});
