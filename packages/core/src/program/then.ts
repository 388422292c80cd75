import { didYouMean } from '../definition/closest.ts';
import type { Compilation, Path } from './compilation.ts';
import type { Flow } from './flow.ts';

/** A `then` that was written, and the names it may give; undefined when there is nothing to go to. */
export interface Directive {
  readonly then: string | undefined;
  readonly path: Path;
  readonly siblings: readonly string[] | undefined;
}

/** Resolves a flow directive within its own list of tasks. */
export function compileThen(compilation: Compilation, { then, path, siblings }: Directive): Flow {
  if (then === undefined || then === 'continue') return { kind: 'continue' };
  if (then === 'exit' || then === 'end') return { kind: then };
  const position = siblings?.indexOf(then) ?? -1;
  if (position >= 0) return { kind: 'task', position };
  const targets = [...new Set(['continue', 'exit', 'end', ...(siblings ?? [])])];
  const expected = `one of: ${targets.join(', ')}`;
  const near = didYouMean(then, targets);
  const hint = near.hint ?? 'a flow directive stays within its own list of tasks';
  compilation.report(path, { message: `there is no task "${then}" to go to in this list`, expected, hint });
  return { kind: 'continue' };
}
