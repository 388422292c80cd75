import { createInterface } from 'node:readline/promises';
import { join, relative } from 'node:path';
import type { ExecutionHandle, ExecutionResult, OrchestrationSystem } from '@batonhq/baton';
import { showPlan, showProgress } from '@batonhq/baton/progress';

/** Where goals are reached, and who agrees. */
export interface Reaching {
  readonly system: OrchestrationSystem;
  readonly workspace: string;
  /** The same for every start of the demo until it has ended: a goal is not reached twice. */
  readonly session: string;
  /** `--yes`, or nobody at the terminal. */
  readonly agrees: boolean;
}

const say = (line = ''): void => console.log(line);

/** Plans, asks, carries out and shows what came of it; a goal that was reached or begun before is not begun again. */
export async function reachGoal(goal: string, number: number, reaching: Reaching): Promise<void> {
  const { system, agrees } = reaching;
  say(`\n── Goal ${number}: ${goal}\n`);
  const begun = await find(`demo/${reaching.session}/${number}`, system);
  if (begun !== undefined) say(`Execution ${begun.id} was begun before; it is not begun again.`);
  const handle = begun ?? (await begin(goal, number, reaching));
  if (handle === null) return;
  await showProgress(system, handle.id, { approvals: agrees ? 'yes' : 'ask' });
  const { view } = await system.getExecution(handle.id);
  if (view.endedAt === null)
    say(`It waits: npx baton show ${handle.id} --data ${relative(process.cwd(), system.dataDir)}`);
  else tell(await handle.result(), reaching.workspace);
}

async function find(key: string, system: OrchestrationSystem): Promise<ExecutionHandle | undefined> {
  const [view] = await system.listExecutions({ namespace: 'plans', text: key, limit: 1 });
  return view === undefined ? undefined : system.attach(view.id);
}

async function begin(
  goal: string,
  number: number,
  { system, session, agrees }: Reaching,
): Promise<ExecutionHandle | null> {
  const plan = await system.createPlan(goal);
  showPlan(plan);
  say();
  if (agrees) say('Agreed to by --yes: nobody is at the terminal, or whoever started the demo said so beforehand.');
  else if (!(await isAgreed())) {
    say('Not agreed to; nothing was done.');
    return null;
  }
  return system.submitWorkflow({ workflow: plan.definition, idempotencyKey: `demo/${session}/${number}` });
}

async function isAgreed(): Promise<boolean> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await dialogue.question('Carry it out? [y/N] ')).trim());
  } finally {
    dialogue.close();
  }
}

/** The files that were written, and where a model would have written more. */
function tell(result: ExecutionResult, workspace: string): void {
  if (result.phase !== 'completed') {
    say(`It ended ${result.phase}: ${JSON.stringify(result)}`);
    process.exitCode = 1;
    return;
  }
  const { files = [], notes = [] }: { readonly files?: readonly string[]; readonly notes?: readonly string[] } = Object(
    result.output,
  );
  for (const file of files) say(`Result      ${relative(process.cwd(), join(workspace, file))}`);
  for (const note of notes) say(`No model    ${note}`);
}
