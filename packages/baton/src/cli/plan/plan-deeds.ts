import { KeptPlans } from '../../plans/kept-plans.ts';
import { PlanStore } from '../../plans/plan-store.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { operator } from '../command/control.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { openHost, repeatedOptions } from '../host/open-host.ts';
import { usualWorkspace } from '../host/usual-workspace.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { fitWidth } from '../terminal/text-width.ts';
import { planReference } from './approved-plan.ts';
import { editPlan, readEdited } from './edit-plan.ts';
import { keptPlans } from './kept-plans-of-line.ts';
import { planChangeLines } from './plan-change-lines.ts';
import { planJson } from './plan-json.ts';
import { planLines } from './plan-lines.ts';

/** What can be done with kept plans. */
export const planDeeds: Readonly<Record<string, Action>> = { list, show, edit, diff, approve, revert };

async function list(typed: Arguments, { data, talk, json }: Terminal): Promise<ExitCode> {
  // A list reads no plan by the functions of now, so it needs no workspace and no owner.
  const plans = new KeptPlans(new PlanStore(dataDirOf(typed)), () => Promise.reject(new UsageError('no plan is read')));
  const rows = await plans.list();
  if (json) data.line(plainJson(rows, 2));
  else if (rows.length === 0) talk.line('no plans are kept here: baton plan "a goal in plain words"');
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  if (json) return exitCodes.ok;
  for (const { name, versions, approved, title } of rows) {
    const count = `${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`;
    const agreed = approved === null ? 'none approved' : `${approved} approved`;
    data.line(`${fitWidth(name, width)}  ${count}, ${agreed}  ${data.paint.dim(plainLine(title))}`);
  }
  return exitCodes.ok;
}

async function show(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async (plans) => {
    const { name, version } = planReference(named(typed));
    const page = await plans.read(name, version);
    const { data, talk, json } = terminal;
    if (json) {
      const { plan, yaml: _yaml, ...about } = page;
      data.line(plainJson({ ...about, ...planJson(plan) }, 2));
      return exitCodes.ok;
    }
    for (const line of planLines(page.plan, data)) data.line(line);
    talk.line(talk.paint.dim(plainLine(`version ${page.version} of ${page.versions.length}, ${standing(page)}`)));
    return exitCodes.ok;
  });
}

/** Whether it may be carried out, and if not, why not. */
function standing({ version, approval, isApproved }: Awaited<ReturnType<KeptPlans['read']>>): string {
  if (approval === null) return 'not approved';
  if (isApproved) return `approved by ${approval.by} at ${approval.at}`;
  if (approval.version !== version) return `version ${approval.version} is the approved one`;
  return `approved by ${approval.by}, but a function, a budget or the policy changed since`;
}

async function diff(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async (plans) => {
    const difference = await differenceOf(typed, plans);
    const { data, json } = terminal;
    if (json) data.line(plainJson(difference, 2));
    else {
      data.line(data.paint.dim(`from version ${difference.before} to ${difference.after}`));
      for (const line of planChangeLines(difference, data.paint)) data.line(line);
    }
    return exitCodes.ok;
  });
}

/** In the person's editor, or from a file that holds what it is to be. */
async function edit(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async (plans, system) => {
    const { name, version } = planReference(named(typed));
    const before = await plans.read(name, version);
    const file = typed.positionals[2];
    const definition =
      file === undefined ? (await editPlan(before.plan, system, terminal)).definition : await readEdited(file);
    const after = await plans.change(name, definition);
    const { data, talk, json } = terminal;
    if (json) data.line(plainJson({ name, version: after.version, ...planJson(after.plan) }, 2));
    else for (const line of planLines(after.plan, data)) data.line(line);
    talk.line(talk.paint.dim(`kept as ${name}:${after.version}; it has to be approved`));
    return exitCodes.ok;
  });
}

/** Between two that are named; else from the approved version, or the one before, to the newest. */
async function differenceOf(typed: Arguments, plans: KeptPlans) {
  const { name, version } = planReference(named(typed));
  const second = typed.positionals[2];
  if (second === undefined) {
    const { from, to, changes, toApprove } = await plans.compare(name, version === undefined ? {} : { from: version });
    return { before: from, after: to, changes, toApprove };
  }
  const other = planReference(second);
  const [before, after] = await Promise.all([
    plans.store.read(name, version),
    plans.store.read(other.name, other.version),
  ]);
  return { before: before.version, after: after.version, ...(await plans.difference(before, after)) };
}

async function approve(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async (plans) => {
    const { name, version } = planReference(named(typed));
    const { approval, version: agreed } = await plans.approve(name, {
      by: operator(),
      ...(version !== undefined && { version }),
    });
    if (terminal.json) terminal.data.line(plainJson({ name, ...approval }, 2));
    const { talk } = terminal;
    talk.line(plainLine(`${name}:${agreed} is approved, as long as nothing it rests on changes`));
    talk.line(talk.paint.dim(`  carry out  baton do --plan ${name}${sameFolders(typed)}`));
    return exitCodes.ok;
  });
}

/** The options that lead to the same plans and the same workspace. */
function sameFolders(typed: Arguments): string {
  return `${repeatedOptions(typed, ['workspace'])}${dataOption(typed)}`;
}

async function revert(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { name, version } = planReference(named(typed));
  if (version === undefined) throw new UsageError('to which version?', `baton plan revert ${name}:1`);
  return withPlans(typed, terminal, async (plans) => {
    const page = await plans.revert(name, version);
    const { data, talk, json } = terminal;
    if (json) data.line(plainJson({ name, version: page.version, from: version }, 2));
    talk.line(`version ${page.version} of ${name} is what version ${version} was; it has to be approved`);
    return exitCodes.ok;
  });
}

function named(typed: Arguments): string {
  const [deed = '', name] = typed.positionals;
  if (name === undefined) throw new UsageError(`baton plan ${deed} needs a name`, `baton plan ${deed} NAME[:VERSION]`);
  return name;
}

async function withPlans(
  typed: Arguments,
  terminal: Terminal,
  act: (plans: KeptPlans, system: OrchestrationSystem) => Promise<ExitCode>,
): Promise<ExitCode> {
  const system = await openHost(typed, terminal, { workspace: typed.value('workspace') ?? usualWorkspace });
  try {
    return await act(keptPlans(typed, system), system);
  } finally {
    await system.close();
  }
}
