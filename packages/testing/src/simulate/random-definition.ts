import type { JsonObject } from '@batonhq/core';
import { definitionOf } from '../core-harness/program-of.ts';
import type { SeededRandom } from '../random/seeded-random.ts';
import { randomDelay, randomName, randomRules, randomValue } from './random-data.ts';
import { randomScript, scriptInput } from './random-script.ts';

/** What a random definition may be made of. */
export interface DefinitionShape {
  /** Tasks in it, about. */
  readonly size: number;
  readonly signals: readonly string[];
  /** Names of workflows it may start. */
  readonly workflows: readonly string[];
  /**
   * Keys of locks, in the order in which they are taken: whoever has one asks only for itself or for later ones, so that
   * nobody waits in a circle. Those of workflows that it starts come later still.
   */
  readonly locks: readonly string[];
}

/** Functions that every random definition may name to undo or to probe. */
const inlineFunctions = {
  undo: { call: 'refund', with: { of: '${ .input }' } },
  undoSlowly: { do: [{ first: { wait: { milliseconds: 700 } } }, { second: { call: 'refund' } }] },
  undoSometimes: { if: '.output != null', call: 'refund' },
  askWhether: { call: 'happened', with: { key: '${ .idempotencyKey }' } },
};

/** A random definition that validates. It ends when every step is answered, every signal sent and time passes. */
export function randomDefinition(random: SeededRandom, name: string, shape: DefinitionShape): JsonObject {
  const author = new Author(random, shape);
  return definitionOf(
    {
      use: { functions: inlineFunctions },
      ...(random.chance(0.05) && { timeout: { after: { hours: 100 } } }),
      do: author.list(3),
    },
    name,
  );
}

type Kind =
  | 'set'
  | 'pay'
  | 'call'
  | 'durable'
  | 'wait'
  | 'listen'
  | 'emit'
  | 'child'
  | 'do'
  | 'for'
  | 'fork'
  | 'race'
  | 'try'
  | 'switch'
  | 'raise';

const leaves: readonly Kind[] = [
  'set',
  'pay',
  'pay',
  'call',
  'call',
  'durable',
  'wait',
  'listen',
  'emit',
  'child',
  'raise',
];
const containers: readonly Kind[] = ['do', 'for', 'fork', 'fork', 'race', 'try', 'try', 'switch'];

/** Writes tasks until its budget is spent. */
class Author {
  readonly #random: SeededRandom;
  readonly #shape: DefinitionShape;
  #left: number;
  #number = 0;
  /** How many keys come before those that may be asked for here. */
  #passed = 0;

  constructor(random: SeededRandom, shape: DefinitionShape) {
    this.#random = random;
    this.#shape = shape;
    this.#left = shape.size;
  }

  /** A list of at least one task. */
  list(depth: number): object[] {
    const count = this.#random.between(1, 4);
    const tasks: object[] = [];
    for (let index = 0; index < count && (index === 0 || this.#left > 0); index += 1) tasks.push(...this.#entry(depth));
    return tasks;
  }

  /** A named task; a loop by flow directives takes two. */
  #entry(depth: number): object[] {
    if (depth > 0 && this.#random.chance(0.04)) return this.#countedLoop(depth);
    return [{ [this.#name()]: this.#task(depth) }];
  }

  #name(): string {
    this.#number += 1;
    return randomName(this.#random, this.#number);
  }

  #task(depth: number): object {
    this.#left -= 1;
    const kinds = depth > 0 && this.#left > 0 && this.#random.chance(0.45) ? containers : leaves;
    const kind = this.#random.pick(kinds) ?? 'set';
    return this.#perhapsLocked(() => ({ ...this.#body(kind, depth), ...randomRules(this.#random) }));
  }

  /** Where there are locks, some tasks have one; what is inside asks for no earlier one. */
  #perhapsLocked(write: () => object): object {
    const { locks } = this.#shape;
    const random = this.#random;
    if (this.#passed >= locks.length || !random.chance(0.25)) return write();
    const before = this.#passed;
    this.#passed = random.between(before, locks.length - 1);
    const ttl = random.chance(0.2) ? { ttl: { milliseconds: random.pick([50, 5_000]) } } : {};
    const lock = { key: locks[this.#passed], ...ttl };
    const task = write();
    this.#passed = before;
    return { ...task, metadata: { ...metadataOf(task), lock } };
  }

  #body(kind: Kind, depth: number): object {
    const random = this.#random;
    switch (kind) {
      case 'set':
        return { set: randomValue(random) };
      case 'pay':
        return { call: 'pay', ...this.#undoable() };
      case 'call':
        return this.#call();
      case 'durable':
        return { call: 'durable', with: this.#script() };
      case 'wait':
        return { wait: { milliseconds: randomDelay(random) } };
      case 'listen':
        return { listen: this.#listening() };
      case 'emit':
        return {
          emit: { event: { with: { source: 'https://sim.example', type: random.pick(this.#shape.signals) ?? 'go' } } },
        };
      case 'child':
        return this.#child();
      case 'raise':
        return random.chance(0.3)
          ? { raise: { error: { type: 'https://sim.example/raised', status: 400 } } }
          : { set: { not: 'raised' } };
      default:
        return this.#container(kind, depth);
    }
  }

  #container(kind: Kind, depth: number): object {
    const random = this.#random;
    switch (kind) {
      case 'for':
        return {
          for: { in: JSON.stringify(Array.from({ length: random.between(0, 3) }, (_, index) => index)) },
          do: this.list(depth - 1),
          ...(random.chance(0.2) && { while: '$index < 2' }),
        };
      case 'fork':
        return { fork: { branches: this.#branches(depth) } };
      case 'race':
        return { fork: { compete: true, branches: this.#racers(depth) } };
      case 'try':
        return { try: this.list(depth - 1), catch: this.#catch(depth) };
      case 'switch':
        return { do: [{ choose: { switch: this.#cases() } }, { left: this.#task(0) }, { right: this.#task(0) }] };
      default:
        return { do: this.list(depth - 1) };
    }
  }

  #racers(depth: number): object[] {
    return Array.from({ length: this.#random.between(1, 3) }, () => ({ [this.#name()]: this.#task(depth - 1) }));
  }

  #cases(): object[] {
    const way = (): string => this.#random.pick(['left', 'right', 'continue', 'exit']);
    return [
      { first: { when: this.#random.pick(['. == null', '$context.n == 1', 'false']), then: way() } },
      { other: { then: way() } },
    ];
  }

  /** Branches, some after others. */
  #branches(depth: number): object[] {
    const random = this.#random;
    const names: string[] = [];
    return Array.from({ length: random.between(1, 4) }, () => {
      const name = this.#name();
      const after = names.filter(() => random.chance(0.3));
      names.push(name);
      const metadata = { ...(after.length > 0 && { after }), ...(random.chance(0.1) && { requires: true }) };
      const task = this.#task(depth - 1);
      return {
        [name]: {
          ...task,
          metadata: { ...metadataOf(task), ...metadata },
        },
      };
    });
  }

  #catch(depth: number): object {
    const random = this.#random;
    const retry = {
      delay: { milliseconds: random.pick([0, 100, 60_000]) },
      backoff: random.pick([{ constant: {} }, { linear: {} }, { exponential: {} }]),
      limit: {
        attempt: { count: random.between(0, 2), ...(random.chance(0.3) && { duration: { milliseconds: 2_000 } }) },
      },
      ...(random.chance(0.3) && { jitter: { from: { milliseconds: 1 }, to: { milliseconds: 500 } } }),
    };
    return {
      ...(random.chance(0.6) && { retry }),
      ...(random.chance(0.5) && { do: this.list(depth - 1) }),
      ...(random.chance(0.2) && { when: '$error.status == 500' }),
    };
  }

  #call(): object {
    const name = this.#random.pick([
      'flaky',
      'pay',
      'slow',
      'once',
      'once',
      'probed',
      'probed',
      'ghost',
      'transfer',
      'transfer',
    ]);
    if (name === 'transfer') return { call: 'transfer', ...this.#undoable(this.#approval()) };
    if (name === 'once') return { call: 'once', ...this.#undoable({ repeat: 'never' }) };
    if (name === 'probed') return { call: 'once', ...this.#undoable({ repeat: 'probe', probe: 'askWhether' }) };
    return {
      call: name,
      with: { value: randomValue(this.#random) },
      ...this.#undoable(this.#random.chance(0.2) ? { repeat: 'safe' } : {}),
    };
  }

  /** What is asked of people beside what the function itself says. */
  #approval(): object {
    const random = this.#random;
    if (random.chance(0.3)) return {};
    const quorum = random.pick([1, 2, 2]);
    return { approval: { quorum, ...(random.chance(0.5) && { expires: { hours: random.pick([1, 2_000]) } }) } };
  }

  #undoable(metadata: object = {}): object {
    const compensate = this.#random.chance(0.4)
      ? { compensate: this.#random.pick(['undo', 'undoSlowly', 'undoSometimes']) }
      : {};
    return { metadata: { ...metadata, ...compensate } };
  }

  #script(): object {
    const names = { ...this.#shape, locks: this.#shape.locks.slice(this.#passed) };
    const input = scriptInput(randomScript(this.#random, names, 2));
    return typeof input === 'object' && input !== null ? input : {};
  }

  #listening(): object {
    const random = this.#random;
    const filter = (): object => ({ with: { type: random.pick(this.#shape.signals) ?? 'go' } });
    const kind = random.below(5);
    if (kind < 2) return { to: { one: filter() } };
    if (kind === 2) return { to: { all: [filter(), filter()] } };
    if (kind === 3) return { to: { any: [filter(), filter()] }, read: 'envelope' };
    return {
      to: { any: [filter()], until: random.chance(0.5) ? '(. | length) == 2' : { one: { with: { type: 'stop' } } } },
    };
  }

  #child(): object {
    const name = this.#random.pick(this.#shape.workflows);
    if (name === undefined) return { set: { no: 'child' } };
    const workflow = { namespace: 'test', name, version: '1.0.0', input: { from: 'parent' } };
    return { run: { workflow, ...(this.#random.chance(0.2) && { await: false }) } };
  }

  /** `body` three times by a directive that goes back, counted in the context. */
  #countedLoop(depth: number): object[] {
    const [body, again] = [this.#name(), this.#name()];
    const count = `k${this.#number}`;
    const counted = {
      set: { counted: '${ $context }' },
      export: { as: `(if $context == null then {} else $context end) + {${count}: (($context.${count}) // 0) + 1}` },
    };
    return [
      { [body]: { do: [{ count: counted }, ...this.list(depth - 1)] } },
      {
        [again]: {
          switch: [
            { back: { when: `$context.${count} != null and $context.${count} < 3`, then: body } },
            { on: { then: 'continue' } },
          ],
        },
      },
    ];
  }
}

function metadataOf(task: object): object {
  return 'metadata' in task && typeof task.metadata === 'object' ? { ...task.metadata } : {};
}
