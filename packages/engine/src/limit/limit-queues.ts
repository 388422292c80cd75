import type { LimitState } from '@batonhq/core';
import { LimitQueue, type LimitQueueHost } from './limit-queue.ts';
import type { LimitSettings } from './limit-settings.ts';
import { resourceName, type Resource } from './target.ts';

/** Resources kept in memory although nobody uses them. */
const keptIdle = 1_000;

/** The resources of all tenants that are in use, or were used lately. */
export class LimitQueues {
  readonly #host: LimitQueueHost;
  readonly #settings: LimitSettings;
  readonly #queues = new Map<string, LimitQueue>();

  constructor(host: LimitQueueHost, settings: LimitSettings) {
    this.#host = host;
    this.#settings = settings;
  }

  /** True when nothing is in force anywhere. */
  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  /** A resource that is in memory; undefined for one about which nothing is in force. */
  get(tenant: string, resource: string): LimitQueue | undefined {
    return this.#queues.size === 0 ? undefined : this.#queues.get(keyOf(tenant, resource));
  }

  /** A resource, brought into memory; `state` is what the journal has of it, where that was read. */
  use(resource: Resource, state: LimitState | null = null): LimitQueue {
    const { tenant, target } = resource;
    const name = resourceName(resource);
    const known = this.#queues.get(keyOf(tenant, name));
    if (known !== undefined) return known;
    this.#tidy();
    const rules = this.#settings.rulesFor(tenant, target);
    const queue = new LimitQueue(this.#host, { tenant, resource: name, rules, state });
    this.#queues.set(keyOf(tenant, name), queue);
    return queue;
  }

  /** Wakes nobody any more; fulfils when nothing is being written. */
  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #tidy(): void {
    if (this.#queues.size < keptIdle) return;
    const now = this.#host.now();
    for (const [key, queue] of this.#queues) if (queue.isIdle(now)) this.#queues.delete(key);
  }
}

function keyOf(tenant: string, resource: string): string {
  return `${tenant}\n${resource}`;
}
