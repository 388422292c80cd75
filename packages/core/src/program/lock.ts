import type { Computed } from '../expression/evaluator.ts';
import { constant } from '../expression/template.ts';
import { jsonPointer } from '../kernel/json-pointer.ts';
import { siteIn, type Compilation, type Surroundings } from './compilation.ts';
import type { TaskBase } from './task-node.ts';
import { taskPath } from './task-path.ts';

/** What the expressions of a locked task see of its lock: `{ key, token }`. */
export const lockVariable = 'lock';

/**
 * The task that asks for the lock of another, in front of it. It ends when the lock is granted and changes nothing of
 * what flows; the lock is held until the `do` that both stand in has ended, however that ends.
 */
export function acquire(compilation: Compilation, base: TaskBase, around: Surroundings): number {
  const site = { ...siteIn(around, 'metadata', 'lock', 'key'), stage: 'task' } as const;
  const key = compilation.template(base.metadata.lock?.key ?? '', site);
  if (key.deferred)
    compilation.report(site.path, {
      message: 'the key of a lock is recorded, so that it cannot mention secrets',
      hint: 'take the key from the input',
    });
  const name = base.name === 'lock' ? 'acquire' : 'lock';
  return compilation.place((index) => ({
    kind: 'call',
    effect: { kind: 'lock', key },
    repeat: 'safe',
    index,
    parent: base.index,
    name,
    path: taskPath(base.path, name),
    reference: jsonPointer([...around.path, 'metadata', 'lock']),
    definition: base.definition,
    input: {},
    output: {},
    export: {},
    then: { kind: 'continue' },
    metadata: { other: {} },
  }));
}

/** How long the task may hold its lock: past that it faults as timed out, which gives the lock up. */
export function lease({ metadata: { lock } }: TaskBase): { readonly timeout?: Computed } {
  return lock?.ttl === undefined ? {} : { timeout: constant(lock.ttl) };
}
