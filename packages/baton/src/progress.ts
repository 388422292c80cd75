/**
 * Shows executions in a terminal, the way `baton run` does.
 *
 * @module
 */
import type { Plan } from '@batonhq/agents/planner';
import { operator } from './cli/command/control.ts';
import { watchExecution } from './cli/command/watch-execution.ts';
import { approveByYes } from './cli/plan/approve-by-yes.ts';
import { planLines } from './cli/plan/plan-lines.ts';
import { openTerminal } from './cli/terminal/terminal.ts';
import type { OrchestrationSystem } from './system/orchestration-system.ts';

/** How to show progress. */
export interface ProgressOptions {
  /** Stops showing; the execution goes on. */
  readonly signal?: AbortSignal;
  /** Without colours; the variable `NO_COLOR` does the same. */
  readonly noColor?: boolean;
  /**
   * What is done about calls that wait for approval: `ask` whoever sits at the terminal (the default; nobody is asked
   * where nobody sits), or answer each of them with `yes` and say so.
   */
  readonly approvals?: 'ask' | 'yes';
}

/**
 * Draws an execution on standard error until it ends: as a live picture in a terminal, as plain lines elsewhere. Returns
 * early when a person must act who is not there.
 *
 * @example
 * const execution = await system.submitWorkflow({ workflow: 'tutorial/hello' });
 * await showProgress(system, execution.id);
 */
export async function showProgress(
  system: OrchestrationSystem,
  id: string,
  { signal, noColor = false, approvals = 'ask' }: ProgressOptions = {},
): Promise<void> {
  const terminal = openTerminal({ json: false, quiet: false, noColor });
  const yes = { system, execution: id, by: operator(), terminal };
  const answers = approvals === 'yes' ? { mayAsk: false, heard: approveByYes(yes) } : {};
  const stop = signal ?? new AbortController().signal;
  await watchExecution({ system, handle: system.attach(id), terminal, stop, limit: undefined, ...answers });
}

/**
 * Prints a plan on standard error as `baton plan` does: what it takes, its tasks by level, their risks, what asks.
 *
 * @example
 * showPlan(await system.createPlan('Read the minutes of March and set up a meeting with Ada'));
 */
export function showPlan(plan: Plan, { noColor = false }: Pick<ProgressOptions, 'noColor'> = {}): void {
  const { talk } = openTerminal({ json: false, quiet: false, noColor });
  for (const line of planLines(plan, talk)) talk.line(line);
}
