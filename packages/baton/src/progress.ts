/**
 * Shows executions in a terminal, the way `baton run` does.
 *
 * @module
 */
import { follow } from './cli/progress/follow.ts';
import { openTerminal } from './cli/terminal/terminal.ts';
import type { OrchestrationSystem } from './system/orchestration-system.ts';

/** How to show progress. */
export interface ProgressOptions {
  /** Stops showing; the execution goes on. */
  readonly signal?: AbortSignal;
  /** Without colours; the variable `NO_COLOR` does the same. */
  readonly noColor?: boolean;
}

/**
 * Draws an execution on standard error until it ends: as a live picture in a terminal, as plain lines elsewhere.
 *
 * @example
 * const execution = await system.submitWorkflow({ workflow: 'tutorial/hello' });
 * await showProgress(system, execution.id);
 */
export async function showProgress(
  system: Pick<OrchestrationSystem, 'attach' | 'getExecution'>,
  id: string,
  options: ProgressOptions = {},
): Promise<void> {
  const terminal = openTerminal({ json: false, quiet: false, noColor: options.noColor ?? false });
  const handle = system.attach(id);
  const followed = {
    id,
    details: () => system.getExecution(id),
    events: (after: { readonly signal: AbortSignal }) => handle.events(after),
  };
  await follow(followed, terminal, { signal: options.signal ?? new AbortController().signal });
}
