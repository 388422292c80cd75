import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { Plan } from '@batonhq/agents/planner';
import type { ExecutionHandle } from '../../system/execution-handle.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataOption } from '../argument/data-folder.ts';
import { NotAllowedError } from '../argument/not-allowed-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { goOn, openHost } from '../host/open-host.ts';
import { usualWorkspace } from '../host/usual-workspace.ts';
import { catchStopSignals } from '../host/stop-signals.ts';
import { approvedPlan } from '../plan/approved-plan.ts';
import { approveByYes } from '../plan/approve-by-yes.ts';
import { editPlan } from '../plan/edit-plan.ts';
import { findPlan, goalOfLine } from '../plan/find-plan.ts';
import { keptPlans } from '../plan/kept-plans-of-line.ts';
import { checkOwnerCan } from '../plan/owner-can.ts';
import { planLines } from '../plan/plan-lines.ts';
import { faultText } from '../progress/waiting-text.ts';
import { canAsk, choose } from '../terminal/confirm.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';
import { watchExecution, type Watched } from './watch-execution.ts';

/** `baton do "<goal>"`: plan, ask, carry out, show what came of it. */
export const doGoal: Action = async (typed, terminal) => {
  const { talk } = terminal;
  using stop = catchStopSignals(() => talk.line('stopping: steps in flight may finish; Ctrl-C again ends at once'));
  const workspace = typed.value('workspace') ?? usualWorkspace;
  const system = await openHost(typed, terminal, { workspace });
  try {
    const plan = await agreedPlan(typed, system, terminal);
    await goOn(system, terminal);
    const handle = await startOrTakeUp(plan, system, terminal);
    const yes = { system, execution: handle.id, by: operator(), terminal };
    const answers = typed.has('yes') ? { mayAsk: false, heard: approveByYes(yes) } : {};
    const watched = await watchExecution({ system, handle, terminal, stop: stop.signal, limit: undefined, ...answers });
    await system.close();
    return report(watched, { typed, terminal, workspace: resolve(workspace) });
  } finally {
    await system.close();
  }
};

/** The plan somebody agreed to: now, or earlier and nothing has changed since. */
async function agreedPlan(typed: Arguments, system: OrchestrationSystem, terminal: Terminal): Promise<Plan> {
  const plans = keptPlans(typed, system);
  const kept = typed.value('plan');
  const plan =
    kept === undefined
      ? await findPlan(await goalOfLine(typed), system, terminal)
      : await approvedPlan(kept, plans, terminal);
  await checkOwnerCan(plan, system, terminal);
  if (kept !== undefined) return plan;
  const agreed = await agree(plan, { typed, system, terminal });
  const { name, version } = await plans.keep(agreed);
  await plans.approve(name, { version, hash: agreed.hash, by: whoAgrees(typed) });
  return agreed;
}

interface Agreeing {
  readonly typed: Arguments;
  readonly system: OrchestrationSystem;
  readonly terminal: Terminal;
}

async function agree(plan: Plan, { typed, system, terminal }: Agreeing): Promise<Plan> {
  const { talk } = terminal;
  for (const line of planLines(plan, { paint: talk.paint, columns: talk.columns })) talk.line(line);
  talk.line();
  if (typed.has('yes')) {
    talk.line(talk.paint.dim('agreed to by --yes'));
    return plan;
  }
  if (!canAsk()) throw new NotAllowedError('nobody is there to agree to the plan', 'look at it, then say --yes');
  const answer = await choose('Carry it out?', ['yes', 'no', 'edit']);
  if (answer === 'edit') return agree(await editPlan(plan, system, terminal), { typed, system, terminal });
  if (answer === 'yes') return plan;
  throw new NotAllowedError('the plan was not agreed to, and nothing was done', 'baton plan "…" --edit changes a plan');
}

function whoAgrees(typed: Arguments): string {
  return typed.has('yes') ? `${operator()}, by --yes` : operator();
}

/** The same plan that is still being carried out is taken up: a goal is not reached twice because a process died. */
async function startOrTakeUp(plan: Plan, system: OrchestrationSystem, { talk }: Terminal): Promise<ExecutionHandle> {
  const { definition } = plan;
  const { namespace, name } = namesOf(definition);
  const [newest] = await system.listExecutions({ namespace, name, limit: 1 });
  const open = newest !== undefined && newest.endedAt === null && newest.idempotencyKey?.startsWith(`do/${plan.hash}/`);
  if (newest === undefined || open !== true) {
    return system.submitWorkflow({ workflow: definition, idempotencyKey: `do/${plan.hash}/${randomUUID()}` });
  }
  talk.line(`continuing execution ${newest.id}`);
  if (newest.phase === 'suspended') await system.resume(newest.id);
  return system.attach(newest.id);
}

function namesOf({ document }: JsonObject): { readonly namespace: string; readonly name: string } {
  const { namespace, name } = isJsonObject(document) ? document : {};
  return { namespace: typeof namespace === 'string' ? namespace : 'plans', name: typeof name === 'string' ? name : '' };
}

interface Reporting {
  readonly typed: Arguments;
  readonly terminal: Terminal;
  readonly workspace: string;
}

function report({ details, why }: Watched, { typed, terminal, workspace }: Reporting): ExitCode {
  const { id, phase, output, fault } = details.view;
  const { data, talk } = terminal;
  if (terminal.json) {
    const more = { ...(phase === 'completed' && { output }), ...(fault !== null && { fault }) };
    data.line(plainJson({ id, phase, ...more }));
  } else if (phase === 'completed') printResults(output, { terminal, workspace });
  const look = `baton show ${id}${dataOption(typed)}`;
  if (phase === 'completed') talk.line(talk.paint.dim(`  look  ${look}`));
  if (phase === 'completed') return exitCodes.ok;
  if (why !== 'ended') {
    talk.line(`${id} is ${phase}; nothing is lost: the same command takes it up again`);
    talk.line(`  look  ${look}`);
    return exitCodes.waiting;
  }
  // What went wrong is no talk; with --json it stands in the data.
  const told = terminal.json ? talk : terminal.errors;
  told.line(`${told.paint.red(phase)} ${fault === null ? 'it was cancelled' : faultText(fault)}`);
  talk.line(`  look  ${look}`);
  if (phase === 'faulted') talk.line(`  retry baton retry ${id}${dataOption(typed)}`);
  return exitCodes.faulted;
}

/** Files by their path, and where a model would have written more. */
function printResults(output: unknown, { terminal, workspace }: Omit<Reporting, 'typed'>): void {
  const { data, talk } = terminal;
  const { files, last, notes, writtenBy, notWritten } = isJsonObject(output) ? output : {};
  const written = Array.isArray(files) ? files : [];
  for (const file of written) data.line(plainLine(resolve(workspace, String(file))));
  if (written.length === 0) data.line(plainJson(last ?? output ?? null, 2));
  const tell = (label: string, said: unknown): void => {
    for (const one of Array.isArray(said) ? said : [])
      talk.line(talk.paint.dim(plainLine(`  ${label}: ${String(one)}`)));
  };
  tell('written by', writtenBy);
  tell('the model did not write', notWritten);
  tell('no model', notes);
}
