import type { PendingApproval, Recorded } from '@batonhq/core';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Who answers for whom. */
export interface ByYes {
  readonly system: Pick<OrchestrationSystem, 'approvals'>;
  readonly execution: string;
  /** Who said `--yes`. */
  readonly by: string;
  readonly terminal: Terminal;
}

/** A yes beforehand is for calls and for other ways to the same goal, not for more money or for a world that has changed. */
const covered: ReadonlySet<PendingApproval['kind']> = new Set(['call', 'revision']);

/**
 * Answers what an execution asks with the yes of the command line, and says so: what was approved, why it asked, who
 * answered. Only what is asked of anybody; what takes a role or several people stays with them.
 */
export function approveByYes({ system, execution, by, terminal }: ByYes): (recorded: Recorded) => void {
  const { talk } = terminal;
  const answer = async (): Promise<void> => {
    for (const { id, kind, what, reason, roles, quorum } of await system.approvals.list({ execution })) {
      if (roles.length > 0 || quorum > 1 || !covered.has(kind)) continue;
      await system.approvals.approve(id, { by, comment: 'by --yes' });
      talk.line(`${talk.paint.yellow('approved by --yes')} ${plainLine(`${what}: ${reason}`)}`);
    }
  };
  // Somebody else may have answered meanwhile, which is as good.
  return ({ event }) => {
    if (event.kind === 'approval.requested') void answer().catch(() => undefined);
  };
}
