import type { Json, PendingApproval } from '@batonhq/core';

/** Which questions to list. */
export interface ApprovalFilter {
  readonly tenant?: string;
  readonly execution?: string;
}

/** A person's answer. */
export interface ApprovalAnswer {
  readonly by: string;
  readonly comment?: string;
  /** Where whoever answers belongs to: of executions of other tenants nobody ever asked them anything. Not checked by default. */
  readonly tenant?: string;
}

/** What can be asked about approvals without changing anything. */
export interface ApprovalReading {
  /** What people are asked now, the oldest question first. */
  list(filter?: ApprovalFilter): Promise<readonly PendingApproval[]>;
}

/**
 * What people are asked before a call is made, and their answers.
 *
 * An answer is durable when its promise fulfils, and is given once: `NotFoundError` for what nobody ever asked,
 * `ConflictError` for what was answered, has expired, or whose execution has ended, with how; `NotAllowedError` for
 * somebody without the role that it takes.
 *
 * @example
 * for (const { id, what, call } of await engine.approvals.list()) console.log(id, what, call);
 * await engine.approvals.deny('3f2c…:9b1d0c44', { by: 'dana', comment: 'not before Monday' });
 */
export interface Approvals extends ApprovalReading {
  approve(id: string, answer: ApprovalAnswer): Promise<void>;
  deny(id: string, answer: ApprovalAnswer): Promise<void>;
  /**
   * Changes what a function or a workflow is given that waits for approval. Whatever was said before is about another call:
   * people are asked anew, and this fulfils with the id of that question.
   */
  amend(id: string, change: ApprovalAnswer & { readonly input: Json }): Promise<string>;
}
