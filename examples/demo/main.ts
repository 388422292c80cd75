/**
 * `npm run demo`: three goals in the words of people, reached on a sample workspace without any model; then a workflow that
 * is slow enough to be killed and started again.
 *
 * `--yes` agrees to everything beforehand; where nobody sits at the terminal that is so anyway, and it is said.
 */
import { mkdirSync } from 'node:fs';
import { createOrchestrationSystem, EngineUnavailableError, type OrchestrationSystem } from '@batonhq/baton';
import { showProgress } from '@batonhq/baton/progress';
import { dataDir, documentFunctions, newestOpen, reportOnDocuments } from './cut-off.ts';
import { goals } from './goals.ts';
import { reachGoal } from './reach-goal.ts';
import { openSession, type Session } from './session.ts';

const say = (line = ''): void => console.log(line);

mkdirSync(dataDir, { recursive: true });
const session = openSession(dataDir);
// With `manual`, nothing goes on before its functions and the service it needs are there.
const system = await createOrchestrationSystem({
  dataDir,
  workspace: session.workspace,
  egress: { allow: ['127.0.0.1'] },
  recovery: 'manual',
});
try {
  if (system.role === 'client') await watchOther(system);
  else {
    for (const definition of documentFunctions) system.registerFunction(definition);
    await demonstrate(system, session);
  }
} finally {
  await system.close();
}

async function demonstrate(owner: OrchestrationSystem, { name, workspace, isNew, end }: Session): Promise<void> {
  say(
    isNew
      ? `Kill me whenever you like, then start me again:  kill -9 ${process.pid}`
      : 'The demo was cut off. It goes on where it was.',
  );
  if ((await newestOpen(owner)) === undefined) {
    await owner.start();
    const agrees = process.argv.includes('--yes') || !process.stdin.isTTY;
    for (const [index, goal] of goals.entries())
      await reachGoal(goal, index + 1, { system: owner, workspace, session: name, agrees });
    say('\n── And if the process dies? A workflow over this repository, with a timer and a service that fails.\n');
  }
  await reportOnDocuments(owner);
  end();
}

async function watchOther(client: OrchestrationSystem): Promise<void> {
  const id = await newestOpen(client);
  say('Another demo is at work; this one watches.');
  if (id === undefined) return;
  await showProgress(client, id).catch((error: unknown) => {
    if (!(error instanceof EngineUnavailableError)) throw error;
    say('The other demo has ended.');
  });
}
