import {
  approvalAsks,
  JournalFailedError,
  planChanges,
  programAt,
  revisionType,
  supervisionOf,
  type Decision,
  type ExecutionState,
  type Journal,
  type JsonObject,
  type Program,
  type Question,
  type Recorded,
  type Trigger,
} from '@batonhq/core';
import type { Programs } from '../catalog/programs.ts';
import { retryAfterStall } from '../advance/advancer.ts';
import { ConflictError, DefinitionError, EngineClosedError, NotFoundError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import { failedTasks } from './failed-tasks.ts';
import type { FailedPlan, ProposedRevision, Replan } from './replan.ts';

/** A revision that somebody proposes. */
export interface RevisionRequest extends Omit<ProposedRevision, 'because'> {
  readonly because?: string;
  /** Who answers: as of any approval; anybody, once, within seven days by default. */
  readonly approval?: { readonly roles?: readonly string[]; readonly quorum?: number; readonly expires?: number };
}

/** What revising plans needs of the engine around it. */
export interface RevisionsHost {
  readonly journal: Pick<Journal, 'listeners' | 'read'>;
  readonly programs: Pick<Programs, 'keep' | 'byHash'>;
  readonly clock: Pick<Clock, 'setTimer'>;
  readonly replan?: Replan;
  now(): number;
  /** How an execution stands, and the program it goes on by; null when there is none. */
  standing(execution: string): Promise<Standing | null>;
  /** Brings a trigger to an execution that may go on by another program from then on. */
  revise(execution: string, revising: Revising): Promise<Decision>;
  warn(error: unknown, execution: string): void;
}

/** An execution, and by what it goes on. */
export interface Standing {
  readonly program: Program;
  readonly state: ExecutionState;
}

/** A trigger for an execution that knows another program. */
export interface Revising {
  /** The program it has to know; none for giving up. */
  readonly program?: Program;
  /** Waits while the journal takes nothing, as the engine does for itself; whoever else asks is told. */
  readonly insists: boolean;
  readonly trigger: (state: ExecutionState | null) => Trigger;
}

/**
 * Revises the plans of executions: asks people about another definition that somebody proposes, and looks for one by itself when a
 * task of a plan has failed. Nothing here is kept: what is asked stands in the journal, and what nobody was asked about yet is found
 * there again.
 */
export class Revisions {
  readonly #host: RevisionsHost;
  readonly #looking = new Set<string>();

  constructor(host: RevisionsHost) {
    this.#host = host;
  }

  /** Asks people whether an execution shall go on by another definition; fulfils with the id of the question. */
  propose(execution: string, request: RevisionRequest): Promise<string> {
    return this.#propose(execution, { ...request, insists: false });
  }

  async #propose(
    execution: string,
    { insists, ...request }: RevisionRequest & Pick<Revising, 'insists'>,
  ): Promise<string> {
    const standing = await this.#host.standing(execution);
    if (standing === null) throw new NotFoundError(`there is no execution ${execution}`);
    const program = await this.#host.programs.keep(request.definition);
    const question = questionOf(standing, program, request);
    const asks = approvalAsks(request.approval ?? {}, { reason: question.because });
    const trigger = (): Trigger => ({ kind: 'ask', at: this.#host.now(), question, asks });
    const { events } = await this.#host.revise(execution, { program, insists, trigger });
    const asked = events.flatMap(({ event }) => (event.kind === 'approval.requested' ? [event.approval] : []));
    return asked[0] ?? '';
  }

  /** Looks for another way for every plan that a process before this one left waiting for one. */
  async open(): Promise<void> {
    if (this.#host.replan === undefined) return;
    for (const execution of await this.#host.journal.listeners(revisionType)) this.#look(execution);
  }

  /** Events became durable: a task that failed for good leads to a proposal, or fails its plan. */
  recorded({ id }: ExecutionState, events: readonly Recorded[]): void {
    if (this.#host.replan === undefined) return;
    for (const { event } of events) if (event.kind === 'revision.awaited') this.#look(id);
  }

  #look(execution: string): void {
    if (this.#looking.has(execution)) return;
    this.#looking.add(execution);
    this.#replan(execution)
      .catch((error: unknown) => this.#failed(error, execution))
      .finally(() => this.#looking.delete(execution));
  }

  /** A full disk, say: the plan still waits for another way, so it is looked for again. */
  #failed(error: unknown, execution: string): void {
    if (error instanceof EngineClosedError || error instanceof JournalFailedError) return;
    this.#host.clock.setTimer(retryAfterStall, () => this.#look(execution));
  }

  async #replan(execution: string): Promise<void> {
    const standing = await this.#host.standing(execution);
    const failed = standing === null ? null : failedPlan(standing);
    if (failed === null) return;
    const { journal, programs } = this.#host;
    const failures = await failedTasks(execution, { journal, programOf: (hash) => programs.byHash(hash) });
    const proposed = await this.#proposalFor({ ...failed, failures });
    if (proposed === 'wait') return;
    try {
      if (proposed !== null) {
        await this.#propose(execution, { ...proposed, insists: true });
        return;
      }
    } catch (error) {
      // It has ended meanwhile, of which nobody needs to hear.
      if (error instanceof ConflictError && error.code === 'terminal') return;
      // What a planner proposes may not fit what has started: then nobody knows another way.
      if (!(error instanceof ConflictError || error instanceof DefinitionError)) throw error;
      this.#host.warn(error, execution);
    }
    const trigger = (): Trigger => ({ kind: 'give-up', at: this.#host.now() });
    await this.#host.revise(execution, { insists: true, trigger });
  }

  async #proposalFor(failed: FailedPlan): Promise<ProposedRevision | 'wait' | null> {
    try {
      return (await this.#host.replan?.(failed)) ?? null;
    } catch (error) {
      if (error instanceof EngineClosedError) throw error;
      this.#host.warn(error, failed.execution);
      return null;
    }
  }
}

function questionOf(
  { program, state }: Standing,
  next: Program,
  { because = 'somebody proposes another plan', by }: RevisionRequest,
): Question & { readonly kind: 'revision' } {
  const changes = planChanges(programAt(program, state), next);
  return { kind: 'revision', definition: next.reference, changes, because, by };
}

/** The plan, and the first of its tasks that failed; null when none waits for another way. */
function failedPlan({ program: family, state }: Standing): Omit<FailedPlan, 'failures'> | null {
  const program = programAt(family, state);
  const fork = state.sequence.child;
  const node = fork === null ? undefined : program.tasks[fork.node];
  if (state.endedAt !== null || fork?.kind !== 'fork' || node?.kind !== 'fork') return null;
  const branches = fork.branches.flat();
  const failed = branches.find((branch) => branch.kind === 'failed');
  if (failed?.kind !== 'failed') return null;
  const begun = node.branches.flatMap(({ name }, index) =>
    branches[index]?.kind === 'open' || branches[index]?.kind === 'ended' ? [name] : [],
  );
  const { task, fault } = failed;
  const name = node.branches[branches.indexOf(failed)]?.name ?? task;
  const { tenant, user } = state.origin;
  const definition: JsonObject = program.definition;
  const { revisions } = supervisionOf(state);
  return { execution: state.id, tenant, user, definition, task, name, fault, input: state.input, revisions, begun };
}
