import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { PublishedEvent } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { object, whole } from './shapes.ts';

const tag = 'events';
const filter = z.object({
  type: z.string().exactOptional(),
  source: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  since: whole.exactOptional(),
  after: whole.exactOptional(),
  limit: whole.exactOptional(),
});

const publishing = {
  method: 'post',
  path: '/api/events',
  summary: 'Publish a CloudEvent: the whole of it as JSON, its attributes in `ce-` headers, or a batch of them',
  tag,
  needs: ['publish', 'event'],
  isShared: true,
  answer: { status: 201, description: 'It is durable', schema: object },
} as const;

const listing = {
  method: 'get',
  path: '/api/events',
  summary: 'CloudEvents that are kept, oldest first',
  tag,
  needs: ['read', 'event'],
  isShared: true,
  query: filter,
  answer: { status: 200, description: 'A page of them', schema: z.object({ events: z.array(object) }) },
} as const;

/** CloudEvents in and out, structured or binary (CloudEvents 1.0.2, HTTP protocol binding). */
export function eventRoutes(router: Router, { engine }: ApiHost): void {
  router.add(publishing, async ({ request }) => {
    const type = request.headers.get('content-type') ?? '';
    if (batch.test(type)) return { events: await publishAll(engine, parsed(await request.text())) };
    const published = await engine.publishEvent(await eventIn(request));
    return Response.json(published, { status: published.isKnown ? 200 : 201 });
  });
  router.add(listing, async ({ query }) => ({ events: await engine.publishedEvents(query) }));
}

const batch = /^application\/cloudevents-batch\+json\b/i;
const mostInBatch = 1_000;

/** All of a batch or none of it: whoever sends the rest of one again would not know from where. */
async function publishAll(engine: ApiHost['engine'], events: Json): Promise<readonly PublishedEvent[]> {
  if (!Array.isArray(events) || events.length > mostInBatch)
    throw new RefusalError(400, `a batch is a list of at most ${mostInBatch} CloudEvents`);
  const sound = events.map((event, index) => {
    if (isJsonObject(event) && isName(event['type']) && isName(event['source'])) return event;
    throw new RefusalError(400, `event ${index} of the batch has no type or no source; nothing of it is published`);
  });
  return Promise.all(sound.map((event) => engine.publishEvent(event)));
}

function isName(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/** In binary mode the body is the data alone; headers with `ce-` are attributes, percent-encoded where need be. */
async function eventIn(request: Request): Promise<JsonObject> {
  if (!request.headers.has('ce-type')) {
    const event = parsed(await request.text());
    if (isJsonObject(event)) return event;
    throw new RefusalError(400, 'a CloudEvent is a JSON object, or comes with its attributes in ce- headers');
  }
  const type = request.headers.get('content-type') ?? '';
  const attributes = [...request.headers].flatMap(([name, value]) =>
    name.startsWith('ce-') ? [[name.slice(3), decoded(value)] as const] : [],
  );
  const data = dataIn(Buffer.from(await request.arrayBuffer()), type);
  return { ...Object.fromEntries(attributes), ...(type !== '' && { datacontenttype: type }), ...data };
}

/** JSON as it is, text as text, and anything else in base64, as the JSON format has it. */
function dataIn(bytes: Buffer, type: string): JsonObject {
  if (bytes.length === 0) return {};
  if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) return { data: parsed(bytes.toString('utf8')) };
  const isText = type === '' || /^text\/|[/+]xml\b|^application\/x-www-form-urlencoded\b/i.test(type);
  return isText ? { data: bytes.toString('utf8') } : { data_base64: bytes.toString('base64') };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusalError(400, 'the data of the event is not JSON');
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new RefusalError(400, `the attribute ${value} is not percent-encoded text`);
  }
}
