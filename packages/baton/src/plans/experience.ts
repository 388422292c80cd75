import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { KeptModel, PlanExample } from '@batonhq/agents/planner';
import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { RequestError } from '../system/request-error.ts';
import { writeWhole } from './write-whole.ts';

/** Whose plans are looked for, and how many of them, the newest. */
export interface ExperienceRequest {
  readonly dataDir: string;
  readonly tenant: string;
  readonly most: number;
}

/** A plan that was carried out to its end. */
export interface PastPlan {
  readonly definition: JsonObject;
}

/** The newest plans say enough, and what was wanted long ago may be wanted in another way now. */
const most = 500;

/**
 * What a data folder knows of planning. The plans that were carried out to their end are in its journal, so a plan is
 * learned the moment its end is durable, and forgotten with its execution. What was learned from the requests that ship
 * takes a second of computing and is kept in a file, which can be deleted.
 */
export class Experience {
  readonly #dataDir: string;
  readonly kept: KeptModel;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    const path = join(dataDir, 'learned', 'planning.json');
    this.kept = {
      read: () => jsonIn(path),
      write: async (record) => void (await writeWhole(path, JSON.stringify(record), { once: false })),
    };
  }

  /** Requests of a tenant with the functions that served them, the oldest first. */
  async examples(tenant: string): Promise<readonly PlanExample[]> {
    const plans = await this.#read({ dataDir: this.#dataDir, tenant, most });
    return plans.flatMap(({ definition }) => exampleIn(definition) ?? []);
  }

  #read(request: ExperienceRequest): Promise<readonly PastPlan[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly PastPlan[]>();
    const worker = new Worker(new URL(`./experience-worker${extname(import.meta.url)}`, import.meta.url), {
      workerData: request,
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new RequestError(`reading ${request.dataDir} ended with ${code}`)));
    return promise;
  }
}

/** What a plan was for, and its functions in the order of its tasks; null for what nobody asked for in words. */
export function exampleIn(definition: JsonObject): PlanExample | null {
  const { document, do: tasks } = definition;
  const request = isJsonObject(document) ? document['summary'] : undefined;
  if (typeof request !== 'string' || request.trim() === '') return null;
  const tools = branchesIn(tasks).flatMap((branch) => functionIn(Object.values(branch)[0]) ?? []);
  return tools.length === 0 ? null : { request, tools };
}

/** Plans are one task, a `fork` of calls. */
function branchesIn(tasks: Json | undefined): readonly JsonObject[] {
  const [work] = Array.isArray(tasks) ? tasks.filter(isJsonObject) : [];
  const [task] = Object.values(work ?? {});
  const fork = isJsonObject(task) ? task['fork'] : undefined;
  const branches = isJsonObject(fork) ? fork['branches'] : undefined;
  return Array.isArray(branches) ? branches.filter(isJsonObject) : [];
}

function functionIn(branch: Json | undefined): string | null {
  const call = isJsonObject(branch) ? branch['call'] : undefined;
  return typeof call === 'string' ? call.replace(/[:@].*$/, '') : null;
}

async function jsonIn(path: string): Promise<Json | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // It is not there yet, or what is there is no use: it is learned again, and written over.
    return null;
  }
}
