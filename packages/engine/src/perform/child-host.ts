import type { ExecutionOrigin, Journal } from '@batonhq/core';
import type { Executions } from '../advance/executions.ts';
import type { Programs } from '../catalog/programs.ts';
import type { Starter } from '../starter.ts';
import type { Attempt } from './attempt.ts';
import { endOf, type ChildHost, type WorkflowEffect } from './child-performer.ts';

/** The parts of an engine that child executions go through. */
export interface ChildParts {
  readonly journal: Journal;
  readonly executions: Executions;
  readonly programs: Programs;
  readonly starter: Starter;
  /** The accounts that a child pays from too. */
  payers(parent: Attempt): NonNullable<ExecutionOrigin['payers']>;
  failed(error: unknown): void;
}

/** Child executions in the same journal as their parents. */
export function childHost(parts: ChildParts): ChildHost {
  const { journal, executions, programs, starter } = parts;
  return {
    async start(parent, effect) {
      const program = await programs.find(effect);
      if (program === null) return false;
      const payers = effect.await ? parts.payers(parent) : [];
      if (!parent.isOver)
        await starter.start({
          id: effect.child,
          program,
          input: effect.input,
          origin: originOf(parent, { effect, payers }),
        });
      return true;
    },
    async standing(child) {
      const view = await journal.view(child);
      return view === null ? null : (endOf(view) ?? 'open');
    },
    async cancel(child, reason) {
      await executions.deliver(child, { kind: 'cancel', at: executions.time.now(), reason });
    },
    async report(parent, outcome) {
      await executions.deliver(parent, (state) =>
        state === null
          ? { kind: 'continue', at: executions.time.now() }
          : { kind: 'outcome', at: executions.time.now(), ...outcome(state) },
      );
    },
    failed: (error) => parts.failed(error),
  };
}

/** A child belongs to whoever its parent belongs to, and what it spends its parent spends. */
function originOf(
  { resident, order }: Attempt,
  { effect, payers }: { readonly effect: WorkflowEffect; readonly payers: NonNullable<ExecutionOrigin['payers']> },
): ExecutionOrigin {
  const { tenant = 'local', user = 'local', priority = 5, trace } = resident.state?.origin ?? {};
  return {
    tenant,
    user,
    priority,
    ...(effect.await && { parent: { execution: order.execution, step: order.id } }),
    ...(payers.length > 0 && { payers }),
    ...(trace !== undefined && { trace }),
  };
}
