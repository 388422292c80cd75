import type { FunctionPerformer } from '../function/function-performer.ts';
import type { Locks } from '../lock/locks.ts';
import type { Attempt } from './attempt.ts';
import type { CallPerformer } from './call-performer.ts';
import type { ChildPerformer } from './child-performer.ts';
import type { EmitPerformer } from './emit-performer.ts';
import type { HttpPerformer } from './http-performer.ts';

/** Who performs which kind of effect. */
export interface Performers {
  readonly functions: FunctionPerformer;
  readonly http: HttpPerformer;
  readonly children: ChildPerformer;
  readonly emit: EmitPerformer;
  readonly calls: CallPerformer;
  readonly locks: Locks;
}

/** Begins an attempt with whoever performs effects of its kind. */
export function perform({ functions, http, children, emit, calls, locks }: Performers, attempt: Attempt): void {
  const { effect } = attempt.order;
  switch (effect.kind) {
    case 'function':
      return functions.perform(attempt, effect);
    case 'http':
      return http.perform(attempt, effect);
    case 'workflow':
      return children.perform(attempt, effect);
    case 'emit':
      return emit.perform(attempt, effect);
    case 'call':
    case 'process':
      return calls.perform(attempt, effect);
    case 'lock':
      return locks.perform(attempt, effect);
    case 'unavailable':
      return attempt.finish({ kind: 'unavailable', reason: effect.what });
  }
}
