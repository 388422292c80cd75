import type { Fact, JsonObject } from '@batonhq/core';
import { z } from 'zod';

/** What comes of a message: an event for whoever listens, or an execution. */
const action = {
  /** A CloudEvent on the bus; of the type that the message names unless one is said here. */
  event: z.object({ type: z.string().min(1).max(200).optional() }).optional(),
  /** An execution of a published definition, `namespace/name` or `namespace/name:version`, with the message as input. */
  workflow: z.string().max(400).optional(),
};

/** The name of a webhook: it stands in addresses. */
export const webhookName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'small letters, digits, dots, dashes');

/** What is said of a webhook when it is set. */
export const webhookOrder = z
  .object({
    name: webhookName,
    /** Names in the store of secrets: the one that signs now first, then those it replaces. */
    secrets: z.array(z.string().min(1).max(128)).min(1).max(4),
    ...action,
  })
  .refine(({ event, workflow }) => (event === undefined) !== (workflow === undefined), 'say either event or workflow');

/** A webhook as it is kept, and told. */
export const storedWebhook = z.object({
  name: z.string(),
  secrets: z.array(z.string()),
  ...action,
  /** Who set it, and when (milliseconds since 1970). */
  by: z.string(),
  createdAt: z.number(),
});

/** A place where messages of somebody else come in. */
export type Webhook = Readonly<z.infer<typeof storedWebhook>>;

const prefix = 'webhook/';

/** The stream of a webhook. */
export function webhookStream(name: string): string {
  return `${prefix}${encodeURIComponent(name)}`;
}

/** What all streams of webhooks begin with. */
export const webhookStreams = prefix;

/** The webhook after one more fact; null when there is none (any more). */
export function withWebhookFact(known: Webhook | null, { kind, at, fields }: Fact): Webhook | null {
  if (kind === 'webhook.set') return storedWebhook.parse({ ...fields, createdAt: at });
  return kind === 'webhook.removed' ? null : known;
}

/** What the journal keeps beside the facts. */
export function webhookToJson(webhook: Webhook | null): JsonObject {
  return { webhook: webhook === null ? null : (JSON.parse(JSON.stringify(webhook)) satisfies JsonObject) };
}

/** Reads what {@link webhookToJson} wrote; undefined when it is something else. */
export function webhookFromJson(json: JsonObject | null): Webhook | null | undefined {
  const read = z.object({ webhook: storedWebhook.nullable() }).safeParse(json);
  return read.success ? read.data.webhook : undefined;
}
