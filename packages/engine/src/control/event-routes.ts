import type { Hono } from 'hono';
import type { Engine } from '../engine.ts';
import type { EventFilter } from '../event-bus/kept-event.ts';
import { bodyOf, given, needed, numberIn, textIn } from './request-parts.ts';

/** The event bus over HTTP: a CloudEvent in structured mode comes in, kept ones go out. */
export function eventRoutes(app: Hono, engine: Engine): void {
  app.post('/engine/events', async (context) => {
    const published = await engine.publishEvent(await bodyOf(context));
    return context.json(published, published.isKnown ? 200 : 201);
  });
  app.get('/engine/events', async (context) =>
    context.json({ events: await engine.publishedEvents(filterIn(context.req.query())) }),
  );
  app.post('/engine/events/replay', async (context) => {
    const body = await bodyOf(context);
    const texts = { type: textIn(body, 'type'), source: textIn(body, 'source'), subject: textIn(body, 'subject') };
    const numbers = { since: body['since'], after: body['after'], limit: body['limit'] };
    const named = Object.entries({ ...texts, ...numbers }).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
    );
    const filter = filterIn(Object.fromEntries(named));
    return context.json({ offered: await engine.replayEvents({ ...filter, execution: needed(body, 'execution') }) });
  });
}

function filterIn(query: Readonly<Record<string, string | undefined>>): EventFilter {
  const { type, source, subject, since, after, limit } = query;
  return {
    ...given('type', type),
    ...given('source', source),
    ...given('subject', subject),
    ...given('since', numberIn('since', since)),
    ...given('after', numberIn('after', after)),
    ...given('limit', numberIn('limit', limit)),
  };
}
