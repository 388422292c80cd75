import type { Plan } from '@batonhq/agents/planner';
import { askOwner } from '../../folder/ask-owner.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { UsageError } from '../argument/usage-error.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Whoever owns the folder carries plans out, with its functions and in its workspace. Throws {@link UsageError} where it has not
 * what the plan needs: better said before than found out on the way.
 */
export async function checkOwnerCan(
  { tasks }: Plan,
  { role, dataDir }: Pick<OrchestrationSystem, 'role' | 'dataDir'>,
  { talk }: Terminal,
): Promise<void> {
  if (role === 'owner') return;
  const { functions } = await askOwner(dataDir, (owner) => owner.call('GET /api/functions'));
  const known = new Set(functions.map(({ name, version }) => `${name}:${version}`));
  const missing = [...new Set(tasks.map((task) => task.function))].filter((called) => !known.has(called));
  if (missing.length > 0)
    throw new UsageError(
      `the process that owns the folder has no ${missing.join(', ')}`,
      'start it with the same --workspace and --functions, or stop it',
    );
  talk.line(talk.paint.dim('the work is done in the workspace of the process that owns the folder'));
}
