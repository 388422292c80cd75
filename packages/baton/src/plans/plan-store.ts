import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionText, isJsonObject, jsonEquals, readDocument, type JsonObject } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';
import type { PlanApproval } from '@batonhq/server';
import { writeWhole } from './write-whole.ts';

/** A version of a plan that was kept. */
export interface KeptPlan {
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly definition: JsonObject;
  /** Where it is, for people and editors. */
  readonly path: string;
}

/** What a version says of itself, and when it was kept, milliseconds since 1970. */
export interface PlanAbout {
  readonly title: string;
  readonly goal: string;
  readonly changedAt: number;
}

const approvalFile = 'approved.json';
const home = 'local';

/** What a definition may be called, and nothing that leads out of the folder. */
const namePattern = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/**
 * Plans of one tenant in a data folder: a folder for each plan, a YAML file for each version, and what was agreed to.
 * Versions never change; going back makes a new one. What is kept is durable, and two processes that keep at the same time
 * make two versions.
 */
export class PlanStore {
  readonly #folder: string;
  /** Of versions that were looked at: they never change, and reading one takes a thousand times as long as finding it. */
  readonly #abouts = new Map<string, PlanAbout>();

  /** Plans of the tenant `local` lie in `plans`, those of others in `plans/@TENANT`. */
  constructor(dataDir: string, tenant = home) {
    const plans = join(dataDir, 'plans');
    this.#folder = tenant === home ? plans : join(plans, `@${encodeURIComponent(tenant)}`);
  }

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
      .map(({ name }) => name)
      .toSorted();
  }

  /** The newest version last. */
  async versions(name: string): Promise<readonly number[]> {
    const files = namePattern.test(name) ? await readdir(join(this.#folder, name)).catch(() => []) : [];
    const numbers = files.flatMap((file) => /^(\d+)\.yaml$/.exec(file)?.[1] ?? []).map(Number);
    return numbers.toSorted((left, right) => left - right);
  }

  /** A version, or the newest. Throws `NotFoundError`. */
  async read(name: string, version?: number): Promise<KeptPlan> {
    const wanted = version ?? (await this.versions(name)).at(-1);
    if (wanted === undefined || !namePattern.test(name)) throw new NotFoundError(`there is no plan ${name}`);
    const path = this.#versionPath(name, wanted);
    const text = await readFile(path, 'utf8').catch(() => {
      throw new NotFoundError(`there is no version ${wanted} of the plan ${name}`);
    });
    const { value } = readDocument(text, { file: path });
    if (!isJsonObject(value)) throw new NotFoundError(`${path} holds no plan any more`);
    return { name, version: wanted, definition: value, path };
  }

  /** What a version is about. Throws `NotFoundError`. */
  async about(name: string, version: number): Promise<PlanAbout> {
    const path = this.#versionPath(name, version);
    const found = await stat(path).catch(() => {
      throw new NotFoundError(`there is no version ${version} of the plan ${name}`);
    });
    const changedAt = Math.round(found.mtimeMs);
    const known = this.#abouts.get(path);
    if (known?.changedAt === changedAt) return known;
    const { definition } = await this.read(name, version);
    const { title, summary } = isJsonObject(definition['document']) ? definition['document'] : {};
    const about = {
      title: typeof title === 'string' ? title : name,
      goal: typeof summary === 'string' ? summary : '',
      changedAt,
    };
    this.#abouts.set(path, about);
    return about;
  }

  /** Keeps a plan as the next version of its name, unless the newest one says the same. */
  async keep(definition: JsonObject): Promise<KeptPlan> {
    const name = planName(definition);
    for (;;) {
      const newest = await this.read(name).catch(() => null);
      if (newest !== null && jsonEquals(newest.definition, definition)) return newest;
      const version = (newest?.version ?? 0) + 1;
      const path = this.#versionPath(name, version);
      // Another process may have kept one meanwhile: then this is the version after that.
      if (await writeWhole(path, definitionText(definition), { once: true }))
        return { name, version, definition, path };
    }
  }

  async approve(name: string, approval: PlanApproval): Promise<void> {
    const text = `${JSON.stringify(approval, null, 2)}\n`;
    await writeWhole(join(this.#folder, name, approvalFile), text, { once: false });
  }

  /** What was agreed to last, if anything. */
  async approval(name: string): Promise<PlanApproval | null> {
    if (!namePattern.test(name)) return null;
    const text = await readFile(join(this.#folder, name, approvalFile), 'utf8').catch(() => null);
    return text === null ? null : JSON.parse(text);
  }

  #versionPath(name: string, version: number): string {
    return join(this.#folder, name, `${version}.yaml`);
  }
}

/** The name a plan is kept under: that of its definition. */
export function planName(definition: JsonObject): string {
  const document = isJsonObject(definition['document']) ? definition['document'] : {};
  const { name } = document;
  return typeof name === 'string' && namePattern.test(name) ? name : 'plan';
}
