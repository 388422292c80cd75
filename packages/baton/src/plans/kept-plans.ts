import type { Plan, PlanDifference } from '@batonhq/agents/planner';
import { definitionText, type JsonObject } from '@batonhq/core';
import { ConflictError, NotAllowedError } from '@batonhq/engine';
import type { Agreement, PlanApproval, PlanPage, PlanRow, VersionDifference, VersionPair } from '@batonhq/server';
import { PlanAbstainedError } from '../system/plan-abstained-error.ts';
import { planName, type KeptPlan, type PlanStore } from './plan-store.ts';

/** Who agrees to which version, as they saw it. */
export interface SignedAgreement extends Agreement {
  readonly by: string;
}

/**
 * The plans of one tenant, and what may be done with them: the same for the command line and for HTTP. Every version is
 * read anew with the functions, budgets and policy of now, by the checks that every plan passes.
 */
export class KeptPlans {
  readonly store: PlanStore;
  readonly #check: (definition: JsonObject) => Promise<Plan>;

  constructor(store: PlanStore, check: (definition: JsonObject) => Promise<Plan>) {
    this.store = store;
    this.#check = check;
  }

  /** The newest change first. */
  async list(): Promise<readonly PlanRow[]> {
    const rows = await Promise.all((await this.store.names()).map((name) => this.#row(name)));
    return rows.flat().toSorted((left, right) => right.changedAt - left.changedAt);
  }

  /** A version, or the newest. Throws `NotFoundError`, and `PlanRefusedError` when it may not be carried out any more. */
  async read(name: string, version?: number): Promise<PlanPage> {
    return this.#page(await this.store.read(name, version));
  }

  /** Keeps a plan as the next version of its name. */
  async keep(plan: Plan): Promise<PlanPage> {
    return this.#page(await this.store.keep(plan.definition), plan);
  }

  /** Checks a changed definition and keeps it as the next version of the plan. Throws `ConflictError` when it has another name. */
  async change(name: string, definition: JsonObject): Promise<PlanPage> {
    await this.store.read(name);
    if (planName(definition) !== name)
      throw new ConflictError('different-request', `its document is called ${planName(definition)}: leave it ${name}`);
    return this.keep(await this.#check(definition));
  }

  /** What changed: from the approved version, or the one before, to the newest, unless the pair says otherwise. */
  async compare(name: string, { from, to }: VersionPair = {}): Promise<VersionDifference> {
    const versions = await this.store.versions(name);
    const newest = to ?? versions.at(-1);
    const approved = (await this.store.approval(name))?.version;
    const before = versions.findLast((version) => version < (newest ?? 0));
    const [old, now] = await Promise.all([
      this.store.read(name, from ?? (approved === newest ? before : approved) ?? before ?? newest),
      this.store.read(name, newest),
    ]);
    return { name, from: old.version, to: now.version, ...(await this.difference(old, now)) };
  }

  /** What changed from one kept plan to another, whatever their names. */
  async difference(before: KeptPlan, after: KeptPlan): Promise<PlanDifference> {
    const { comparePlans } = await import('@batonhq/agents/planner');
    return comparePlans(await this.#check(before.definition), await this.#check(after.definition));
  }

  /**
   * Agrees to a version. Throws `ConflictError` when it is not any more what was seen, `PlanAbstainedError` while it leaves
   * open what only a person knows: it would stop there.
   */
  async approve(name: string, { version, hash, by }: SignedAgreement): Promise<PlanPage> {
    const kept = await this.store.read(name, version);
    const plan = await this.#check(kept.definition);
    if (hash !== undefined && hash !== plan.hash)
      throw new ConflictError('different-request', `${name}:${kept.version} is not what was seen: look at it again`);
    if (plan.questions.length > 0)
      throw new PlanAbstainedError(
        `${name}:${kept.version} leaves something open: plan it again, and say`,
        plan.questions,
      );
    await this.store.approve(name, { version: kept.version, hash: plan.hash, by, at: new Date().toISOString() });
    return this.#page(kept, plan);
  }

  /** Makes an earlier version the newest again, as a new version that has to be approved. */
  async revert(name: string, version: number): Promise<PlanPage> {
    return this.#page(await this.store.keep((await this.store.read(name, version)).definition));
  }

  /**
   * A version that may be carried out: its hash, made anew with the functions, budgets and policy of now, is the one that
   * was agreed to. Throws `NotAllowedError` where it is not: then somebody has to look at it again.
   */
  async approved(name: string, version?: number): Promise<PlanPage & { readonly approval: PlanApproval }> {
    const agreed = await this.store.approval(name);
    const page = await this.read(name, version ?? agreed?.version);
    const { approval } = page;
    if (approval === null || approval.version !== page.version)
      throw new NotAllowedError(`version ${page.version} of ${name} was not approved`);
    if (page.isApproved) return { ...page, approval };
    throw new NotAllowedError(
      `${name} is not what ${approval.by} approved at ${approval.at}: a function, a budget or the policy changed since`,
    );
  }

  async #page({ name, version, definition }: KeptPlan, known?: Plan): Promise<PlanPage> {
    const plan = known ?? (await this.#check(definition));
    const [versions, approval] = await Promise.all([this.store.versions(name), this.store.approval(name)]);
    const isApproved = approval !== null && approval.version === version && approval.hash === plan.hash;
    return { name, version, versions, plan, yaml: definitionText(definition), approval, isApproved };
  }

  async #row(name: string): Promise<readonly PlanRow[]> {
    const versions = await this.store.versions(name);
    const newest = versions.at(-1);
    if (newest === undefined) return [];
    const [about, approval] = await Promise.all([this.store.about(name, newest), this.store.approval(name)]);
    return [{ name, versions, approved: approval?.version ?? null, ...about }];
  }
}
