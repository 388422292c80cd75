import type { Answer, Decision, ExecutionState, Journal, Json, PendingApproval, Trigger } from '@batonhq/core';
import { openApprovals } from '@batonhq/core';
import { ConflictError, NotAllowedError, NotFoundError } from '../errors.ts';
import { allEvents } from '../live/event-pages.ts';
import { copyJson, type PayloadLimits } from '../payload.ts';
import type { ApprovalAnswer, ApprovalFilter, ApprovalReading, Approvals } from './approval-door.ts';

/** The roles of a person; `all` where nobody keeps book of them. */
export type RolesOf = (person: string, tenant: string) => readonly string[] | 'all';

/** What answering needs of the engine around it. */
export interface ApprovalHost {
  readonly reading: ApprovalReading;
  readonly journal: Pick<Journal, 'read' | 'view'>;
  readonly rolesOf: RolesOf;
  readonly limits: PayloadLimits;
  now(): number;
  /** Brings an answer to an execution. Rejects with `NotFoundError`, or `ConflictError` when it makes no sense now. */
  command(execution: string, trigger: (state: ExecutionState | null) => Trigger): Promise<Decision>;
}

/** Takes the answers of people, of executions of this engine. */
export class LocalApprovals implements Approvals {
  readonly #host: ApprovalHost;

  constructor(host: ApprovalHost) {
    this.#host = host;
  }

  list(filter?: ApprovalFilter): Promise<readonly PendingApproval[]> {
    return this.#host.reading.list(filter);
  }

  approve(id: string, answer: ApprovalAnswer): Promise<void> {
    return this.#answer(id, 'approve', answer);
  }

  deny(id: string, answer: ApprovalAnswer): Promise<void> {
    return this.#answer(id, 'deny', answer);
  }

  async amend(id: string, { by, comment, input, tenant }: ApprovalAnswer & { readonly input: Json }): Promise<string> {
    await this.#checkTenant(id, tenant);
    const given = copyJson(input, this.#host.limits);
    const change = {
      kind: 'amend',
      approval: id,
      by,
      input: given,
      ...(comment !== undefined && { comment }),
    } as const;
    const { events } = await this.#command(id, (state) => ({ ...change, ...this.#standing(state, by) }));
    const asked = events.flatMap(({ event }) => (event.kind === 'approval.requested' ? [event.approval] : []));
    return asked[0] ?? id;
  }

  /** That somebody else is asked something is nobody's business. */
  async #checkTenant(id: string, tenant: string | undefined): Promise<void> {
    if (tenant === undefined || (await this.#host.journal.view(executionOf(id)))?.tenant === tenant) return;
    throw neverAsked(id);
  }

  async #answer(id: string, decision: Answer['decision'], { by, comment, tenant }: ApprovalAnswer): Promise<void> {
    await this.#checkTenant(id, tenant);
    const said = { kind: 'approval', approval: id, decision, by, ...(comment !== undefined && { comment }) } as const;
    await this.#command(id, (state) => {
      const lapsed = state === null ? [] : this.#lapsed(state, id);
      return { ...said, ...this.#standing(state, by), ...(lapsed.length > 0 && { lapsed }) };
    });
  }

  #standing(state: ExecutionState | null, by: string): Pick<Answer, 'roles'> & { readonly at: number } {
    return { at: this.#host.now(), roles: this.#host.rolesOf(by, state?.origin.tenant ?? '') };
  }

  async #command(id: string, trigger: (state: ExecutionState | null) => Trigger): Promise<Decision> {
    try {
      return await this.#host.command(executionOf(id), trigger);
    } catch (error) {
      throw await this.#explained(error, id);
    }
  }

  /** Those who said yes and no longer have the role by which they could. */
  #lapsed(state: ExecutionState, id: string): readonly string[] {
    const open = openApprovals(state).find((approval) => approval.id === id);
    return (open?.votes ?? []).flatMap(({ by, role }) => {
      const roles = this.#host.rolesOf(by, state.origin.tenant);
      return role === undefined || roles === 'all' || roles.includes(role) ? [] : [by];
    });
  }

  async #explained(error: unknown, id: string): Promise<unknown> {
    if (!(error instanceof ConflictError)) return error;
    if (error.code === 'not-allowed') return new NotAllowedError(error.message);
    if (error.code !== 'not-asked' && error.code !== 'terminal') return error;
    const told = await this.#whatBecameOf(id);
    return told === null ? neverAsked(id) : new ConflictError(error.code, `${id} ${told}`);
  }

  /** How a question was answered, or why it is no more; null when it never was. */
  async #whatBecameOf(id: string): Promise<string | null> {
    const events = await allEvents(this.#host.journal, executionOf(id));
    const asked = events.find(({ event }) => event.kind === 'approval.requested' && event.approval === id)?.event;
    if (asked?.kind !== 'approval.requested') return null;
    const said = events.flatMap(({ event, at }) =>
      event.kind === 'approval.decided' && event.approval === id ? [{ ...event, at }] : [],
    );
    const change = events.find(({ event }) => event.kind === 'approval.amended' && event.approval === id);
    if (change?.event.kind === 'approval.amended')
      return `was replaced by another question when ${change.event.by} changed what the call is given`;
    const last = said.at(-1);
    if (last === undefined) return 'was never answered: it has expired, or its execution has ended';
    const how = last.decision === 'approve' ? 'approved' : 'denied';
    return `was ${how} by ${said.map(({ by }) => by).join(' and ')} at ${new Date(last.at).toISOString()}`;
  }
}

/** The execution that a question is about: its name goes before the last colon. */
function executionOf(id: string): string {
  const colon = id.lastIndexOf(':');
  if (colon < 1) throw new NotFoundError(`${id} names no approval: they are called EXECUTION:NUMBER`);
  return id.slice(0, colon);
}

function neverAsked(id: string): NotFoundError {
  return new NotFoundError(`nobody was ever asked about ${id}`);
}
