import type { Json, PendingApproval } from '@batonhq/core';
import type { ApprovalAnswer, ApprovalFilter, Approvals } from '../approval/approval-door.ts';
import type { ControlConnection } from './connection.ts';

const root = '/engine/approvals';

/** What people are asked about executions of an engine in another process. */
export class ControlApprovals implements Approvals {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  async list(filter: ApprovalFilter = {}): Promise<readonly PendingApproval[]> {
    const query = new URLSearchParams({ ...filter }).toString();
    const answer: { readonly approvals: readonly PendingApproval[] } = trusted(
      await this.#connection.ask({ method: 'GET', path: `${root}?${query}` }),
    );
    return answer.approvals;
  }

  approve(id: string, answer: ApprovalAnswer): Promise<void> {
    return this.#answer(id, 'approve', answer);
  }

  deny(id: string, answer: ApprovalAnswer): Promise<void> {
    return this.#answer(id, 'deny', answer);
  }

  async amend(id: string, change: ApprovalAnswer & { readonly input: Json }): Promise<string> {
    const path = `${root}/${encodeURIComponent(id)}/amend`;
    const answer: { readonly id: string } = trusted(
      await this.#connection.ask({ method: 'POST', path, body: { ...change } }),
    );
    return answer.id;
  }

  async #answer(id: string, decision: 'approve' | 'deny', answer: ApprovalAnswer): Promise<void> {
    const path = `${root}/${encodeURIComponent(id)}/${decision}`;
    await this.#connection.ask({ method: 'POST', path, body: { ...answer } });
  }
}

/** What the owner says about its own state is as it says: both ends are the same program. */
function trusted<T>(answer: Json): T {
  return answer as T;
}
