import type { Json, JsonObject, PlanBasis, Program, StreamJournal } from '@batonhq/core';
import type { BasedPlan, BasisOptions } from '@batonhq/engine';
import type { PlanStore } from '../plans/plan-store.ts';
import type { SystemPlanning } from './planning.ts';
import type { Workspaces } from './workspaces.ts';

/** Where it is found out what plans rest on. */
export interface BasisSources {
  readonly planning: () => Pick<SystemPlanning, 'functions'>;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly plans: Pick<PlanStore, 'approval'>;
  /** The roles of a person; absent where nobody keeps book of them. */
  readonly rolesOf: ((person: string) => readonly string[]) | undefined;
  /** Looks up a secret; undefined when there is none of that name. */
  readonly secrets: (name: string) => unknown;
  readonly streams: () => StreamJournal['streams'];
}

/**
 * Finds out what a plan rests on: the functions it calls, as they describe themselves; the roles of whoever asked for it and whoever agreed
 * to it; the keys of whoever asked for it, and the secrets it names; the files that it names, and the address book when it reads that.
 * Nothing of it is a secret itself.
 */
export function basisReader(sources: BasisSources): BasisOptions['read'] {
  return async (plan) => ({
    function: await functionsOf(plan, sources),
    role: await rolesAround(plan, sources),
    token: { ...(await keysOf(plan, sources)), ...secretsOf(plan.program, sources) },
    file: await filesOf(plan, sources),
  });
}

type Named = NonNullable<PlanBasis['file']>;

async function functionsOf({ program, tenant }: BasedPlan, { planning }: BasisSources): Promise<Named> {
  const known = await planning().functions(tenant);
  const used = program.tasks.flatMap((task) =>
    task.kind === 'call' && task.effect.kind === 'function' ? [task.effect] : [],
  );
  const found = used.flatMap(({ name, version }) =>
    known.filter((one) => one.name === name && (version === undefined || one.version === version)).slice(-1),
  );
  return Object.fromEntries(found.map(({ name, version, hash }) => [`${name}:${version}`, hash]));
}

async function rolesAround({ program, user }: BasedPlan, { rolesOf, plans }: BasisSources): Promise<Named> {
  if (rolesOf === undefined) return {};
  const approval = await plans.approval(program.reference.name).catch(() => null);
  const approver = approval === null ? [] : [approval.by.replace(/, by --yes$/, '')];
  const people = new Set([user, ...approver]);
  return Object.fromEntries([...people].map((person) => [person, rolesOf(person).toSorted().join(', ') || 'none']));
}

/** Keys that are valid now; one that has expired or was revoked is not among them. */
async function keysOf({ tenant, user }: BasedPlan, { streams }: BasisSources): Promise<Named> {
  const all = streams();
  const standing = await all.standing(`tenant/${encodeURIComponent(tenant)}/keys`);
  if (standing.length === 0) return {};
  // The server is large, and whoever has no keys needs none of it.
  const { KeyStore } = await import('@batonhq/server');
  const now = Date.now();
  const keys = (await KeyStore.open(all, () => now)).list(tenant);
  const valid = keys.filter(
    (key) => key.user === user && key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now),
  );
  return Object.fromEntries(valid.map(({ id, role }) => [`key ${id} of ${user}`, role]));
}

function secretsOf({ secrets: names }: Program, { secrets }: BasisSources): Named {
  const there = names.filter((name) => {
    try {
      return secrets(name) !== undefined;
    } catch {
      return false;
    }
  });
  return Object.fromEntries(there.map((name) => [`secret ${name}`, 'there']));
}

async function filesOf({ program, tenant }: BasedPlan, { workspaces }: BasisSources): Promise<Named> {
  const workspace = workspaces.of(tenant);
  return workspace === null ? {} : workspace.digests(textsIn(program.definition));
}

/** Every text of a definition as far as it may name a file. */
function textsIn(definition: JsonObject): ReadonlySet<string> {
  const texts = new Set<string>();
  const walk = (value: Json): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(definition['do'] ?? null);
  return texts;
}
