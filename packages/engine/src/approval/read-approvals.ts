import {
  approvalType,
  foldEvents,
  NewerEventError,
  pendingApprovals,
  type ExecutionState,
  type Journal,
  type PendingApproval,
  type Program,
} from '@batonhq/core';
import { familyOf } from '../catalog/program-family.ts';
import type { ApprovalFilter, ApprovalReading } from './approval-door.ts';

/** What reading what people are asked needs. */
export interface ApprovalReadingHost {
  readonly journal: Pick<Journal, 'listeners' | 'load' | 'view'>;
  readonly programOf: (hash: string) => Promise<Program>;
}

/** What people are asked, read from a journal: an execution that waits for an answer listens for it. */
export function approvalReading(host: ApprovalReadingHost): ApprovalReading {
  return {
    async list({ tenant, execution }: ApprovalFilter = {}) {
      const ids = execution === undefined ? await host.journal.listeners(approvalType) : [execution];
      const found: PendingApproval[] = [];
      for (const id of ids)
        if (tenant === undefined || (await host.journal.view(id))?.tenant === tenant)
          found.push(...(await pendingOf(host, id)));
      return found.toSorted((left, right) => left.since - right.since || (left.id < right.id ? -1 : 1));
    },
  };
}

async function pendingOf({ journal, programOf }: ApprovalReadingHost, id: string): Promise<readonly PendingApproval[]> {
  const loaded = await journal.load(id);
  if (loaded === null) return [];
  const program = await familyOf(loaded, programOf);
  if (program === null) throw new NewerEventError('execution.started', 0);
  const state: ExecutionState | null = foldEvents(program, loaded.snapshot, { execution: id, events: loaded.events });
  return state === null ? [] : pendingApprovals(program, state);
}
