import { comparePlans, type Plan } from '@batonhq/agents/planner';
import { PlanStore, type KeptPlan } from '../../plans/plan-store.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { openHost } from '../host/open-host.ts';
import { usualWorkspace } from '../host/usual-workspace.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { planReference } from './approved-plan.ts';
import { planChangeLines } from './plan-change-lines.ts';
import { planJson } from './plan-json.ts';
import { planLines } from './plan-lines.ts';

/** What can be done with kept plans. */
export const planDeeds: Readonly<Record<string, Action>> = { list, show, diff, approve, revert };

async function list(typed: Arguments, { data, talk, json }: Terminal): Promise<ExitCode> {
  const store = new PlanStore(dataDirOf(typed));
  const rows = await Promise.all(
    (await store.names()).map(async (name) => {
      const [versions, approval] = await Promise.all([store.versions(name), store.approval(name)]);
      return { name, versions: versions.length, approved: approval?.version ?? null };
    }),
  );
  if (json) data.line(plainJson(rows, 2));
  else if (rows.length === 0) talk.line('no plans are kept here: baton plan "a goal in plain words"');
  else
    for (const { name, versions, approved } of rows)
      data.line(
        `${name}  ${versions} ${versions === 1 ? 'version' : 'versions'}${approved === null ? '' : `, ${approved} approved`}`,
      );
  return exitCodes.ok;
}

async function show(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async ({ store, system }) => {
    const { name, version } = planReference(named(typed));
    const plan = await system.checkPlan((await store.read(name, version)).definition);
    const { data, json } = terminal;
    if (json) data.line(plainJson(planJson(plan), 2));
    else for (const line of planLines(plan, data)) data.line(line);
    return exitCodes.ok;
  });
}

async function diff(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async ({ store, system }) => {
    const [before, after] = await twoVersions(typed, store);
    const [old, now] = await Promise.all([before, after].map(({ definition }) => system.checkPlan(definition)));
    if (old === undefined || now === undefined) return exitCodes.ok;
    const difference = comparePlans(old, now);
    const { data, json } = terminal;
    if (json) data.line(plainJson({ before: before.version, after: after.version, ...difference }, 2));
    else for (const line of planChangeLines(difference, data.paint)) data.line(line);
    return exitCodes.ok;
  });
}

/** The versions that are named; else the approved one, or the one before, and the newest. */
async function twoVersions(typed: Arguments, store: PlanStore): Promise<readonly [KeptPlan, KeptPlan]> {
  const { name, version } = planReference(named(typed));
  const second = typed.positionals[2];
  if (second !== undefined) {
    const other = planReference(second);
    return [await store.read(name, version), await store.read(other.name, other.version)];
  }
  const versions = await store.versions(name);
  const approved = (await store.approval(name))?.version;
  const newest = versions.at(-1);
  const from = version ?? (approved === newest ? versions.at(-2) : approved) ?? versions.at(-2) ?? newest;
  return [await store.read(name, from), await store.read(name)];
}

async function approve(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  return withPlans(typed, terminal, async ({ store, system }) => {
    const { name, version } = planReference(named(typed));
    const kept = await store.read(name, version);
    const plan: Plan = await system.checkPlan(kept.definition);
    const by = process.env['USER'] ?? 'local';
    const approval = { version: kept.version, hash: plan.hash, by, at: new Date().toISOString() };
    await store.approve(name, approval);
    if (terminal.json) terminal.data.line(plainJson({ name, ...approval }, 2));
    terminal.talk.line(plainLine(`${name}:${kept.version} is approved, as long as nothing it rests on changes`));
    return exitCodes.ok;
  });
}

async function revert(typed: Arguments, { data, talk, json }: Terminal): Promise<ExitCode> {
  const store = new PlanStore(dataDirOf(typed));
  const { name, version } = planReference(named(typed));
  if (version === undefined) throw new UsageError('to which version?', `baton plan revert ${name}:1`);
  const kept = await store.keep((await store.read(name, version)).definition);
  if (json) data.line(plainJson({ name, version: kept.version, from: version }, 2));
  talk.line(`version ${kept.version} of ${name} is what version ${version} was; it has to be approved`);
  return exitCodes.ok;
}

function named(typed: Arguments): string {
  const [deed = '', name] = typed.positionals;
  if (name === undefined) throw new UsageError(`baton plan ${deed} needs a name`, `baton plan ${deed} NAME[:VERSION]`);
  return name;
}

interface Plans {
  readonly store: PlanStore;
  readonly system: OrchestrationSystem;
}

async function withPlans(
  typed: Arguments,
  terminal: Terminal,
  act: (plans: Plans) => Promise<ExitCode>,
): Promise<ExitCode> {
  const system = await openHost(typed, terminal, { workspace: typed.value('workspace') ?? usualWorkspace });
  try {
    return await act({ store: new PlanStore(dataDirOf(typed)), system });
  } finally {
    await system.close();
  }
}
