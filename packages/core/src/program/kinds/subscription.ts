import type { AsyncapiSubscription } from '../../definition/schema/task.ts';
import { unwrapExpression } from '../../expression/template.ts';
import { jsonPointer } from '../../kernel/json-pointer.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { deeper, type Compilation, type Site, type Surroundings, type TaskBody } from '../compilation.ts';
import { compileIterator } from '../iterator.ts';
import type { TaskMetadata } from '../metadata.ts';
import type { EffectTemplate, TaskBase, Waiting } from '../task-node.ts';
import { taskPath } from '../task-path.ts';

/** A subscription with `foreach`, and the call that brings its messages. */
export interface Subscribing {
  readonly compilation: Compilation;
  readonly around: Surroundings;
  readonly metadata: TaskMetadata;
  readonly effect: EffectTemplate;
  readonly subscription: AsyncapiSubscription & { readonly foreach: NonNullable<AsyncapiSubscription['foreach']> };
  /** The site of `with.subscription`, where no secrets are seen. */
  readonly site: Site;
}

/**
 * A subscription whose messages are worked on one by one: a race between the call that brings each message to the execution
 * and a `listen` that takes them in order. The `listen` ends it: when the condition holds, or after the last message of a
 * subscription whose time is over. A call that fails faults the task.
 */
export function compileSubscription(subscribing: Subscribing): TaskBody {
  const { compilation, around, effect, subscription, site } = subscribing;
  const hear = compilation.place((index) => {
    const base = baseOf(subscribing, 'hear', index);
    const path = [...around.path, 'with', 'subscription', 'foreach'];
    const foreach = compileIterator(compilation, subscription.foreach, {
      ...around,
      path,
      parent: index,
      prefix: base.path,
    });
    const until = untilOf(compilation, subscription.consume, deeper(site, 'consume'));
    return { ...base, kind: 'listen', mode: 'any', filters: [], read: 'data', until, foreach };
  });
  const receive = compilation.place((index) => ({
    ...baseOf(subscribing, 'receive', index),
    kind: 'call',
    effect,
    repeat: 'safe',
  }));
  const branch = { after: [], ancestors: [], successors: [] };
  return {
    kind: 'fork',
    branches: [
      { ...branch, task: hear, name: 'hear' },
      { ...branch, task: receive, name: 'receive' },
    ],
    branchByName: new Map([
      ['hear', 0],
      ['receive', 1],
    ]),
    compete: true,
    fragile: true,
  };
}

/** What guards the call guards the part that makes it. */
function baseOf({ compilation, around, metadata }: Subscribing, name: string, index: number): TaskBase {
  const { approval, budget, priority, risk } = metadata;
  const written = compilation.written(around.path);
  return {
    index,
    ...(around.parent !== undefined && { parent: around.parent }),
    name,
    path: taskPath(around.prefix, name),
    reference: jsonPointer(around.path),
    definition: isJsonObject(written) ? written : {},
    input: {},
    output: {},
    export: {},
    then: { kind: 'continue' },
    metadata: {
      other: {},
      ...(name === 'receive' && approval !== undefined && { approval }),
      ...(name === 'receive' && budget !== undefined && { budget }),
      ...(priority !== undefined && { priority }),
      ...(risk !== undefined && { risk }),
    },
  };
}

type Consume = AsyncapiSubscription['consume'];

/** The conditions look at what came of the messages so far, and at the context that they left. */
function untilOf(compilation: Compilation, consume: Consume, site: Site): NonNullable<Waiting['until']> {
  if ('amount' in consume) {
    const holds = compilation.computed(`\${ length >= ${consume.amount} }`, deeper(site, 'amount'));
    return { kind: 'subscription', holds, keeps: true };
  }
  const [name, source] = 'until' in consume ? (['until', consume.until] as const) : (['while', consume.while] as const);
  const bare = (unwrapExpression(source) ?? source).trim();
  const isEndless = bare === (name === 'until' ? 'false' : 'true');
  const holds = compilation.computed(name === 'until' ? source : `\${ (${bare}) | not }`, deeper(site, name));
  return { kind: 'subscription', holds, keeps: !isEndless };
}
