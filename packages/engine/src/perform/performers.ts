import type { Budgets } from '../budget/budgets.ts';
import type { FunctionPerformer } from '../function/function-performer.ts';
import type { Gates } from '../gate/gates.ts';
import type { CallLimits } from '../limit/call-limits.ts';
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
  readonly gates: Gates;
  readonly callLimits: CallLimits;
  readonly budgets: Budgets;
  /** The engine cannot go on. */
  failed(error: unknown): void;
}

/** Begins an attempt with whoever performs effects of its kind, when it is paid for. */
export function perform(performers: Performers, attempt: Attempt): void {
  const { budgets, functions, gates } = performers;
  const { effect, asking } = attempt.order;
  if (asking !== undefined) return gates.ask(attempt, asking);
  const price = effect.kind === 'function' ? functions.priceOf(effect) : null;
  if (!budgets.isPaid(attempt, price)) {
    begin(performers, attempt);
    return;
  }
  budgets.pay(attempt, price).then(
    (fault) => {
      if (attempt.isOver) return;
      if (fault === null) begin(performers, attempt);
      else attempt.finish({ kind: 'failed', fault });
    },
    (error: unknown) => performers.failed(error),
  );
}

function begin({ functions, http, children, emit, calls, locks }: Performers, attempt: Attempt): void {
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
