import { PlanStore } from '../../plans/plan-store.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { openHost, repeatedOptions } from '../host/open-host.ts';
import { usualWorkspace } from '../host/usual-workspace.ts';
import { plainJson } from '../terminal/plain-text.ts';
import { editPlan } from './edit-plan.ts';
import { findPlan, goalOfLine } from './find-plan.ts';
import { planJson } from './plan-json.ts';
import { planLines } from './plan-lines.ts';

/** `baton plan "<goal>"`: shows and keeps the plan; nothing is carried out. */
export const planGoal: Action = async (typed, terminal) => {
  const goal = await goalOfLine(typed);
  const system = await openHost(typed, terminal, { workspace: typed.value('workspace') ?? usualWorkspace });
  try {
    const proposed = await findPlan(goal, system, terminal);
    const plan = typed.has('edit') ? await editPlan(proposed, system, terminal) : proposed;
    const { data, talk } = terminal;
    const { name, version, path } = await new PlanStore(dataDirOf(typed)).keep(plan.definition);
    const same = `${repeatedOptions(typed, ['workspace'])}${dataOption(typed)}`;
    if (terminal.json) data.line(plainJson({ name, version, path, ...planJson(plan) }, 2));
    else for (const line of planLines(plan, data)) data.line(line);
    talk.line(talk.paint.dim(`kept as ${name}:${version}`));
    talk.line(talk.paint.dim(`  carry out  baton plan approve ${name}${same} && baton do --plan ${name}${same}`));
    return exitCodes.ok;
  } finally {
    await system.close();
  }
};
