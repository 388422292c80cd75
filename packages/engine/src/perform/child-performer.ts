import {
  fault,
  isOperation,
  taskOfStep,
  walkFrames,
  type Effect,
  type ExecutionState,
  type Outcome,
  type StepId,
  openOperation,
} from '@batonhq/core';
import type { Resident } from '../advance/resident.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Attempt } from './attempt.ts';

/** A call of another workflow. */
export type WorkflowEffect = Effect & { readonly kind: 'workflow' };

/** What child executions need of the engine around them. */
export interface ChildHost {
  /** Starts the child of a step; false when its definition is not there. Starting it again changes nothing. */
  start(parent: Attempt, effect: WorkflowEffect): Promise<boolean>;
  /** How an execution ended, by what is durable; `open` when it has not, null when there is none. */
  standing(child: string): Promise<Outcome | 'open' | null>;
  cancel(child: string, reason: string): Promise<void>;
  /** Brings the outcome of a step to its execution, whichever attempt is open there. */
  report(parent: string, outcome: (state: ExecutionState) => StepOutcome): Promise<void>;
  failed(error: unknown): void;
}

/** What a parent is told. */
export interface StepOutcome {
  readonly step: StepId;
  readonly attempt: number;
  readonly outcome: Outcome;
}

/** Workflows inside workflows; more than that is a definition that calls itself without end. */
const deepest = 64;

/**
 * Starts child executions, and closes them when their parents abandon them.
 *
 * The child's id is part of the recorded effect, so starting is repeated without harm; its end is brought to the
 * parent by whoever sees it first: the engine when it becomes durable, or the parent's recovery.
 */
export class ChildPerformer {
  readonly #host: ChildHost;
  readonly #starting = new Map<string, Promise<void>>();

  constructor(host: ChildHost) {
    this.#host = host;
  }

  perform(attempt: Attempt, effect: WorkflowEffect): void {
    const started = this.#start(attempt, effect)
      .catch((error: unknown) => this.#host.failed(error))
      .finally(() => this.#starting.delete(effect.child));
    this.#starting.set(effect.child, started);
  }

  /** The step that waited for a child is abandoned: its parent ends after it. */
  close(parent: Resident, step: StepId): void {
    const child = parent.state?.closing[step]?.child;
    if (child !== undefined)
      this.#close({ parent: parent.id, step, child }).catch((error: unknown) => this.#host.failed(error));
  }

  /** An execution with a parent has ended, durably. */
  ended(state: ExecutionState): void {
    const { parent } = state.origin;
    const outcome = endOf(state);
    if (parent === undefined || outcome === null) return;
    this.#tell(parent.execution, parent.step, outcome).catch((error: unknown) => this.#host.failed(error));
  }

  async #start(attempt: Attempt, effect: WorkflowEffect): Promise<void> {
    if (effect.child.split('.').length > deepest) {
      attempt.finish({
        kind: 'failed',
        fault: fault('runtime', `workflows call each other more than ${deepest} deep`),
      });
      return;
    }
    const before = await this.#host.standing(effect.child);
    if (attempt.isOver) return;
    if (before === null && !(await this.#host.start(attempt, effect))) {
      const { namespace, name, version } = effect;
      attempt.finish({ kind: 'unavailable', reason: `no workflow ${namespace}/${name}:${version} is published` });
    } else if (!effect.await) attempt.finish({ kind: 'completed', output: effect.input });
    else if (before !== null && before !== 'open') attempt.finish(before);
    else attempt.detach();
  }

  async #close({
    parent,
    step,
    child,
  }: {
    readonly parent: string;
    readonly step: StepId;
    readonly child: string;
  }): Promise<void> {
    await this.#starting.get(child);
    const reason = 'its parent does not wait for it any more';
    const standing = await this.#host.standing(child);
    if (standing === null)
      await this.#tell(parent, step, { kind: 'failed', fault: fault('runtime', 'it was cancelled before it began') });
    else if (standing !== 'open') await this.#tell(parent, step, standing);
    else await this.#host.cancel(child, reason).catch((error: unknown) => this.#isHarmless(error));
  }

  /** The child ended at the same moment: whoever saw that tells the parent. */
  #isHarmless(error: unknown): void {
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
  }

  async #tell(parent: string, step: StepId, outcome: Outcome): Promise<void> {
    try {
      await this.#host.report(parent, (state) => ({ step, attempt: openAttempt(state, step), outcome }));
    } catch (error) {
      this.#isHarmless(error);
    }
  }
}

/** How an execution ended, as an outcome for the step that waited for it; null while it is open. */
export function endOf({
  id,
  phase,
  output,
  fault: failure,
}: Pick<ExecutionState, 'id' | 'output' | 'fault'> & { readonly phase: string }): Outcome | null {
  if (phase === 'completed') return { kind: 'completed', output };
  if (phase === 'faulted' && failure !== null) return { kind: 'failed', fault: failure };
  return phase === 'cancelled'
    ? { kind: 'failed', fault: fault('runtime', `the child execution ${id} was cancelled`) }
    : null;
}

/** The open attempt at a step; an abandoned one counts as the first. */
function openAttempt(state: ExecutionState, step: StepId): number {
  let attempt = 1;
  walkFrames(state, (frame) => {
    if (frame.kind !== 'call' || frame.key !== taskOfStep(step)) return;
    const operation = openOperation(frame.operations, step)?.state;
    if (!isOperation(step)) attempt = frame.step.attempt;
    else if (operation?.kind === 'performing') attempt = operation.attempt;
  });
  return attempt;
}
