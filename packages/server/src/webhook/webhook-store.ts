import { NotFoundError } from '@batonhq/engine';
import type { Fact, FactStreams, JsonObject } from '@batonhq/core';
import {
  webhookFromJson,
  webhookStream,
  webhookStreams,
  webhookToJson,
  withWebhookFact,
  type Webhook,
} from './webhook.ts';

/** What is said of a webhook when it is set. */
export type WebhookOrder = Omit<Webhook, 'createdAt'>;

/** Ids of messages that are remembered of each webhook: those that came last. */
const mostRemembered = 50_000;
const page = 1_000;

interface Kept {
  readonly name: string;
  seq: number;
  /** When the last fact was written, milliseconds since 1970: time never goes back within a stream, whatever clocks do. */
  at: number;
  webhook: Webhook | null;
  /** Ids of messages that were taken in; null until one comes. */
  taken: Set<string> | null;
  /** What is written waits for what was written before. */
  tail: Promise<unknown>;
}

/**
 * The webhooks of a folder, each in a stream of its own: `webhook/<name>`. Which messages were taken in is a fact too, so
 * one that is sent again, after a restart or years later, is known.
 *
 * @example
 * const webhooks = new WebhookStore(journal.streams, Date.now);
 * await webhooks.set({ name: 'shop', secrets: ['shop-webhook'], workflow: 'shop/order', by: 'dana' });
 */
export class WebhookStore {
  readonly #streams: FactStreams;
  readonly #now: () => number;
  readonly #known = new Map<string, Kept>();
  #reading: Promise<void> | null = null;

  /** `now` gives milliseconds since 1970. */
  constructor(streams: FactStreams, now: () => number) {
    this.#streams = streams;
    this.#now = now;
  }

  /** All of them, by name. */
  async list(): Promise<readonly Webhook[]> {
    await this.#read();
    const webhooks = [...this.#known.values()].flatMap(({ webhook }) => (webhook === null ? [] : [webhook]));
    return webhooks.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The webhook of this name; null when there is none. */
  async find(name: string): Promise<Webhook | null> {
    await this.#read();
    return this.#known.get(name)?.webhook ?? null;
  }

  /** Sets a webhook, in the place of one of its name; fulfils when it is durable. */
  async set({ name, ...order }: WebhookOrder): Promise<Webhook> {
    await this.#read();
    const fields: JsonObject = JSON.parse(JSON.stringify({ name, ...order }));
    await this.#append(this.#keptOf(name), 'webhook.set', fields);
    const { webhook } = this.#keptOf(name);
    if (webhook === null) throw new NotFoundError(`the webhook ${name} was removed at the same time`);
    return webhook;
  }

  /** Removes a webhook. Throws `NotFoundError`. */
  async remove(name: string, by: string): Promise<void> {
    if ((await this.find(name)) === null) throw new NotFoundError(`there is no webhook ${name}`);
    await this.#append(this.#keptOf(name), 'webhook.removed', { by });
  }

  /** True for a message that was taken in before. */
  async isTaken(name: string, id: string): Promise<boolean> {
    await this.#read();
    return (await this.#takenOf(this.#keptOf(name))).has(id);
  }

  /** Remembers that a message was taken in; fulfils when it is durable. */
  async take(name: string, id: string): Promise<void> {
    await this.#read();
    const kept = this.#keptOf(name);
    const taken = await this.#takenOf(kept);
    await this.#append(kept, 'webhook.taken', { id });
    taken.add(id);
    const [oldest] = taken;
    if (taken.size > mostRemembered && oldest !== undefined) taken.delete(oldest);
  }

  /** Reads what there is when somebody first asks; where that fails, when somebody asks again. */
  #read(): Promise<void> {
    this.#reading ??= this.#readAll().catch((error: unknown) => {
      this.#reading = null;
      throw error;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    for (const { stream, seq, state } of await this.#streams.standing(webhookStreams)) {
      const kept = webhookFromJson(state);
      const webhook = kept === undefined ? fold(await this.#streams.facts(stream, { seq: 0 })) : kept;
      const name = decodeURIComponent(stream.slice(webhookStreams.length));
      const [last] = await this.#streams.facts(stream, { seq: seq - 1, limit: 1 });
      this.#known.set(name, { ...fresh(name), seq, at: last?.at ?? 0, webhook });
    }
  }

  async #takenOf(kept: Kept): Promise<Set<string>> {
    if (kept.taken !== null) return kept.taken;
    const taken = new Set<string>();
    for (let seq = Math.max(0, kept.seq - mostRemembered); ;) {
      const facts = await this.#streams.facts(webhookStream(kept.name), { seq, limit: page });
      for (const { kind, fields } of facts)
        if (kind === 'webhook.taken' && typeof fields['id'] === 'string') taken.add(fields['id']);
      seq = facts.at(-1)?.seq ?? seq;
      if (facts.length < page) return (kept.taken ??= taken);
    }
  }

  #keptOf(name: string): Kept {
    const known = this.#known.get(name) ?? fresh(name);
    this.#known.set(name, known);
    return known;
  }

  #append(kept: Kept, kind: string, fields: JsonObject): Promise<void> {
    const done = kept.tail.then(() => this.#write(kept, kind, fields));
    kept.tail = done.catch(() => undefined);
    return done;
  }

  async #write(kept: Kept, kind: string, fields: JsonObject): Promise<void> {
    const at = Math.max(kept.at, this.#now());
    const fact: Fact = { seq: kept.seq + 1, at, kind, version: 1, fields };
    const webhook = withWebhookFact(kept.webhook, fact);
    const stream = webhookStream(kept.name);
    await this.#streams.append({ stream, expectedSeq: kept.seq, facts: [fact], state: webhookToJson(webhook) });
    kept.seq = fact.seq;
    kept.at = at;
    kept.webhook = webhook;
  }
}

function fresh(name: string): Kept {
  return { name, seq: 0, at: 0, webhook: null, taken: null, tail: Promise.resolve() };
}

function fold(facts: readonly Fact[]): Webhook | null {
  return facts.reduce<Webhook | null>(withWebhookFact, null);
}
