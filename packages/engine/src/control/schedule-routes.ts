import { Hono } from 'hono';
import type { Schedules } from '../schedule/schedules.ts';
import { RequestError } from './problem.ts';
import { bodyOf, textIn } from './request-parts.ts';

/** The part of the HTTP API that is about schedules. Their ids have a slash: `/engine/schedules/NAMESPACE/NAME`. */
export function scheduleRoutes(schedules: () => Schedules): Hono {
  const app = new Hono();
  const idOf = (request: { param(): Readonly<Record<string, string>> }): string => {
    const { namespace = '', name = '' } = request.param();
    return `${namespace}/${name}`;
  };
  app.get('/', async (context) => context.json({ schedules: await schedules().list() }));
  app.get('/:namespace/:name', async (context) => context.json(await schedules().get(idOf(context.req))));
  app.get('/:namespace/:name/next', async (context) =>
    context.json({ occurrences: await schedules().next(idOf(context.req), countIn(context.req.query('count'))) }),
  );
  app.get('/:namespace/:name/history', async (context) =>
    context.json({ facts: await schedules().history(idOf(context.req), countIn(context.req.query('limit'))) }),
  );
  app.post('/:namespace/:name/trigger', async (context) => {
    const body = await bodyOf(context);
    const [input, request] = [body['input'], textIn(body, 'request')];
    const order = { ...(input !== undefined && { input }), ...(request !== undefined && { request }) };
    return context.json({ execution: await schedules().trigger(idOf(context.req), order) }, 201);
  });
  app.post('/:namespace/:name/:command', async (context) => {
    const by = textIn(await bodyOf(context), 'by');
    await steer(schedules(), { id: idOf(context.req), command: context.req.param('command'), by });
    return context.body(null, 204);
  });
  return app;
}

interface Steering {
  readonly id: string;
  readonly command: string;
  readonly by: string | undefined;
}

function steer(schedules: Schedules, { id, command, by }: Steering): Promise<void> {
  switch (command) {
    case 'pause':
      return schedules.pause(id, by);
    case 'resume':
      return schedules.resume(id, by);
    case 'delete':
      return schedules.delete(id, by);
    default:
      throw new RequestError(`a schedule has no command "${command}"`);
  }
}

const mostShown = 10_000;

function countIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= mostShown) return count;
  throw new RequestError(`count and limit are whole numbers from 1 to ${mostShown}, not ${text}`);
}
