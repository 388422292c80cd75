import { isJsonObject, type Json } from '@batonhq/core';
import type { Secrets } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import { bodyAtMost } from '../guard/body-at-most.ts';
import { Pace } from '../guard/pace.ts';
import { missingParts } from '../webhook/missing-parts.ts';
import { checkSignature } from '../webhook/signature.ts';
import { storedWebhook, webhookName, webhookOrder, type Webhook } from '../webhook/webhook.ts';
import { definitionNamed } from './definition-name.ts';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';

const tag = 'webhooks';
const named = z.object({ name: webhookName });
const longest = 1024 * 1024;
/** Messages to one webhook, valid or not: checking a signature costs time. */
const pace = { rate: 100, burst: 500 };

const shared = { tag, needs: ['manage', 'system'], isShared: true } as const;

const listing = {
  ...shared,
  method: 'get',
  path: '/api/webhooks',
  summary: 'The webhooks, without their secrets',
  answer: { status: 200, description: 'By name', schema: z.object({ webhooks: z.array(storedWebhook) }) },
} as const;

const setting = {
  ...shared,
  method: 'post',
  path: '/api/webhooks',
  summary: 'Set a webhook: which secrets sign its messages, and what comes of one (`event` or `workflow`)',
  body: webhookOrder,
  answer: {
    status: 201,
    description: 'It is durable; `missing` says what has to be there before its messages are taken',
    schema: storedWebhook.extend({ missing: z.array(z.string()) }),
  },
} as const;

const removal = {
  ...shared,
  method: 'delete',
  path: '/api/webhooks/{name}',
  summary: 'Remove a webhook',
  params: named,
  answer: { status: 204, description: 'It is durable' },
} as const;

const message = {
  method: 'post',
  path: '/api/webhooks/{name}',
  summary: 'A message of somebody else, signed as Standard Webhooks says; one that was taken in before does nothing',
  tag,
  needs: 'anyone',
  params: named,
  answer: {
    status: 201,
    description: 'It is durable: the event is published, or the execution started',
    schema: object,
  },
} as const;

/** Places where messages of others come in, signed (Standard Webhooks). They belong to the tenant `local`. */
export function webhookRoutes(router: Router, host: ApiHost): void {
  const { webhooks, journal, secrets: lookUp = () => undefined } = host;
  router.add(listing, async () => ({ webhooks: await webhooks.list() }));
  router.add(setting, async ({ body, principal: { user } }) => {
    if (body.workflow !== undefined) definitionNamed(body.workflow);
    const set = await webhooks.set({ ...body, by: user });
    return { ...set, missing: await missingParts(set, { lookUp, journal }) };
  });
  router.add(removal, ({ params, principal: { user } }) => webhooks.remove(params.name, user));
  messageRoute(router, host);
}

/** Whoever sends a message proves it by its signature, not by a key. */
function messageRoute(router: Router, host: ApiHost): void {
  const { webhooks, secrets = () => undefined, now } = host;
  const paces = new Pace(pace, now);
  router.add(message, async ({ params: { name }, request, note, trace }) => {
    const webhook = await webhooks.find(name);
    if (webhook === null) throw new RefusalError(404, `there is no webhook ${name}`);
    const wait = paces.take(name);
    if (wait > 0) throw new RefusalError(429, 'more messages than this webhook takes', wait);
    const message = await checked(webhook, request, secrets);
    note({ principal: { tenant: 'local', user: `webhook/${name}`, role: 'operator', key: '' } });
    if (await webhooks.isTaken(name, message.id)) return Response.json({ id: message.id, isKnown: true });
    const made = await act(host, webhook, { ...message, trace });
    await webhooks.take(name, message.id);
    return { ...made, isKnown: false };
  });
}

interface Message {
  readonly id: string;
  /** When it was sent, in ISO 8601. */
  readonly time: string;
  readonly payload: Json;
  readonly trace?: string | undefined;
}

async function checked(webhook: Webhook, request: Request, secrets: Secrets): Promise<Message> {
  const body = await bodyAtMost(request, longest);
  const id = checkSignature(webhook, { headers: request.headers, body }, secrets);
  if (id.length > 256) throw new RefusalError(400, 'webhook-id has at most 256 characters');
  const time = new Date(Number(request.headers.get('webhook-timestamp')) * 1_000).toISOString();
  return { id, time, payload: payloadOf(body) };
}

/** JSON as it is; anything else as text. */
function payloadOf(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/**
 * Does what a message is for. Doing it again changes nothing: should the process die before it is written down that the
 * message was taken in, its next copy meets the same event, or the same execution.
 */
async function act({ engine }: ApiHost, { name, event, workflow }: Webhook, { id, time, payload, trace }: Message) {
  if (workflow !== undefined) {
    const started = await engine.start({
      definition: definitionNamed(workflow),
      input: payload,
      idempotencyKey: `webhook/${name}/${id}`,
      user: `webhook/${name}`,
      ...(trace !== undefined && { trace }),
    });
    return { id: started };
  }
  const said = isJsonObject(payload) && typeof payload['type'] === 'string' ? payload['type'] : null;
  const type = event?.type ?? said;
  if (type === null) throw new RefusalError(400, 'the message has no `type`, and its webhook says none');
  await engine.publishEvent({ id, source: `/webhooks/${name}`, type, time, data: payload });
  return { id };
}
