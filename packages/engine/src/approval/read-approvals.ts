import { setImmediate as turn } from 'node:timers/promises';
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
  readonly journal: Pick<Journal, 'listeners' | 'load' | 'read'>;
  readonly programOf: (hash: string) => Promise<Program>;
}

/** What an execution asked people when its last event was number `seq`. */
interface Asked {
  readonly seq: number;
  readonly questions: readonly PendingApproval[];
}

/** Executions that are looked at before anybody else gets a turn: about ten milliseconds. */
const atOnce = 20;

/**
 * What people are asked, read from a journal: an execution that waits for an answer listens for it. What one asks follows from its
 * events alone, so it is folded when it has new ones, and only looked up while it waits.
 */
export function approvalReading(host: ApprovalReadingHost): ApprovalReading {
  const kept = new Map<string, Asked>();
  const askedBy = async (id: string): Promise<readonly PendingApproval[]> => {
    const known = kept.get(id);
    if (known !== undefined && (await isLast(host, id, known.seq))) return known.questions;
    const asked = await fold(host, id);
    kept.set(id, asked);
    return asked.questions;
  };
  return {
    async list({ tenant, execution }: ApprovalFilter = {}) {
      const asking = await host.journal.listeners(approvalType);
      const ids = execution === undefined ? asking : [execution];
      const found: PendingApproval[] = [];
      for (const [index, id] of ids.entries()) {
        found.push(...(await askedBy(id)).filter((one) => tenant === undefined || one.tenant === tenant));
        if (index % atOnce === atOnce - 1) await turn();
      }
      const isAsking = new Set(asking);
      for (const id of kept.keys()) if (!isAsking.has(id)) kept.delete(id);
      return found.toSorted((left, right) => left.since - right.since || (left.id < right.id ? -1 : 1));
    },
  };
}

async function isLast({ journal }: ApprovalReadingHost, id: string, seq: number): Promise<boolean> {
  return (await journal.read(id, { seq, limit: 1 })).length === 0;
}

async function fold({ journal, programOf }: ApprovalReadingHost, id: string): Promise<Asked> {
  const loaded = await journal.load(id);
  if (loaded === null) return { seq: 0, questions: [] };
  const seq = loaded.events.at(-1)?.seq ?? loaded.snapshot?.seq ?? 0;
  const program = await familyOf(loaded, programOf);
  if (program === null) throw new NewerEventError('execution.started', 0);
  const state: ExecutionState | null = foldEvents(program, loaded.snapshot, { execution: id, events: loaded.events });
  return { seq, questions: state === null ? [] : pendingApprovals(program, state) };
}
