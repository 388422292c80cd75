import { createInterface } from 'node:readline/promises';
import type { PendingApproval } from '@batonhq/core';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { approvalLines } from './approval-lines.ts';

/** Whom to ask, and about what. */
export interface AskingPeople {
  readonly approvals: OrchestrationSystem['approvals'];
  readonly execution: string;
  readonly terminal: Terminal;
  /** Who sits there. */
  readonly by: string;
  /** What they do not want to answer now. */
  readonly postponed: Set<string>;
  readonly signal: AbortSignal;
}

/** Asks whoever sits at the terminal about each call of an execution that waits for approval. Anything but a clear yes or no is later. */
export async function askPeople(asking: AskingPeople): Promise<void> {
  const { approvals, execution, terminal, postponed, signal } = asking;
  const { talk } = terminal;
  for (const asked of await approvals.list({ execution })) {
    if (postponed.has(asked.id) || signal.aborted) continue;
    postponed.add(asked.id);
    talk.line();
    const page = { now: Date.now(), paint: talk.paint, columns: talk.columns, isWhole: true };
    for (const line of approvalLines(asked, page)) talk.line(line);
    await answer(asked, asking);
  }
}

async function answer(asked: PendingApproval, { approvals, terminal, by, signal }: AskingPeople): Promise<void> {
  const { talk } = terminal;
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const word = (await dialogue.question('Do it? [yes/no/later] ', { signal })).trim().toLowerCase();
    if (/^y(es)?$/.test(word)) await approvals.approve(asked.id, { by });
    else if (/^no?$/.test(word))
      await approvals.deny(asked.id, { by, comment: await dialogue.question('Why not? ', { signal }) });
    else talk.line(talk.paint.dim(`it waits: baton approve ${plainLine(asked.id)}`));
  } catch (error) {
    if (signal.aborted) return;
    // Somebody else was faster, or the time is over: it goes on as they said.
    talk.line(plainLine(error instanceof Error ? error.message : String(error)));
  } finally {
    dialogue.close();
  }
}
