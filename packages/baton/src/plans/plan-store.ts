import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionText, isJsonObject, jsonEquals, readDocument, type JsonObject } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';

/** A version of a plan that was kept. */
export interface KeptPlan {
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly definition: JsonObject;
  /** Where it is, for people and editors. */
  readonly path: string;
}

/** Somebody agreed to a version of a plan, as it was then. */
export type PlanApproval = {
  readonly version: number;
  /** The hash that was agreed to: any change since is another plan. */
  readonly hash: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
};

const approvalFile = 'approved.json';

/**
 * Plans of a data folder: a folder for each, a YAML file for each version, and what was agreed to. Versions never change;
 * going back makes a new one.
 */
export class PlanStore {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'plans');
  }

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  }

  /** The newest version last. */
  async versions(name: string): Promise<readonly number[]> {
    const files = await readdir(join(this.#folder, name)).catch(() => []);
    const numbers = files.flatMap((file) => /^(\d+)\.yaml$/.exec(file)?.[1] ?? []).map(Number);
    return numbers.toSorted((left, right) => left - right);
  }

  /** A version, or the newest. Throws `NotFoundError`. */
  async read(name: string, version?: number): Promise<KeptPlan> {
    const wanted = version ?? (await this.versions(name)).at(-1);
    if (wanted === undefined || !/^[\w.-]+$/.test(name)) throw new NotFoundError(`there is no plan ${name}`);
    const path = join(this.#folder, name, `${wanted}.yaml`);
    const text = await readFile(path, 'utf8').catch(() => {
      throw new NotFoundError(`there is no version ${wanted} of the plan ${name}`);
    });
    const { value } = readDocument(text, { file: path });
    if (!isJsonObject(value)) throw new NotFoundError(`${path} holds no plan any more`);
    return { name, version: wanted, definition: value, path };
  }

  /** Keeps a plan as the next version of its name, unless the newest one says the same. */
  async keep(definition: JsonObject): Promise<KeptPlan> {
    const document = isJsonObject(definition['document']) ? definition['document'] : {};
    const name = typeof document['name'] === 'string' ? document['name'] : 'plan';
    const newest = await this.read(name).catch(() => null);
    if (newest !== null && jsonEquals(newest.definition, definition)) return newest;
    const version = (newest?.version ?? 0) + 1;
    const path = join(this.#folder, name, `${version}.yaml`);
    await this.#write(path, definitionText(definition));
    return { name, version, definition, path };
  }

  async approve(name: string, approval: PlanApproval): Promise<void> {
    await this.#write(join(this.#folder, name, approvalFile), `${JSON.stringify(approval, null, 2)}\n`);
  }

  /** What was agreed to last, if anything. */
  async approval(name: string): Promise<PlanApproval | null> {
    const text = await readFile(join(this.#folder, name, approvalFile), 'utf8').catch(() => null);
    return text === null ? null : JSON.parse(text);
  }

  async #write(path: string, text: string): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
}
