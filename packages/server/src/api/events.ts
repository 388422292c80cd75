import { isJsonObject, type JsonObject } from '@batonhq/core';
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

/** CloudEvents in and out, structured or binary (CloudEvents 1.0.2, HTTP protocol binding). */
export function eventRoutes(router: Router, { engine }: ApiHost): void {
  router.add(
    {
      method: 'post',
      path: '/api/events',
      summary: 'Publish a CloudEvent: the whole of it as JSON, or its attributes in `ce-` headers',
      tag,
      needs: ['publish', 'event'],
      isShared: true,
      answer: { status: 201, description: 'It is durable', schema: object },
    },
    async ({ request }) => {
      const published = await engine.publishEvent(await eventIn(request));
      return Response.json(published, { status: published.isKnown ? 200 : 201 });
    },
  );
  router.add(
    {
      method: 'get',
      path: '/api/events',
      summary: 'CloudEvents that are kept, oldest first',
      tag,
      needs: ['read', 'event'],
      isShared: true,
      query: filter,
      answer: { status: 200, description: 'A page of them', schema: z.object({ events: z.array(object) }) },
    },
    async ({ query }) => ({ events: await engine.publishedEvents(query) }),
  );
}

/** In binary mode the body is the data alone; headers with `ce-` are attributes, percent-encoded where need be. */
async function eventIn(request: Request): Promise<JsonObject> {
  const text = await request.text();
  const type = request.headers.get('content-type') ?? '';
  if (!request.headers.has('ce-type')) {
    const event = parsed(text);
    if (isJsonObject(event)) return event;
    throw new RefusalError(400, 'a CloudEvent is a JSON object, or comes with its attributes in ce- headers');
  }
  const attributes = [...request.headers].flatMap(([name, value]) =>
    name.startsWith('ce-') ? [[name.slice(3), decoded(value)] as const] : [],
  );
  const data = text === '' ? {} : { data: /^application\/(?:[\w.+-]+\+)?json\b/.test(type) ? parsed(text) : text };
  return { ...Object.fromEntries(attributes), ...(type !== '' && { datacontenttype: type }), ...data };
}

function parsed(text: string): NonNullable<JsonObject[string]> {
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
