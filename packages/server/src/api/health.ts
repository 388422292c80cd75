import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';

const stream = 'server/readiness';

/** How long an answer about readiness holds: whoever asks more often costs no more writes. */
const holds = 1_000;

const live = {
  method: 'get',
  path: '/api/health/live',
  summary: 'The process answers',
  tag: 'health',
  needs: 'anyone',
  answer: { status: 200, description: 'It does', schema: z.object({ status: z.literal('live') }) },
} as const;

const ready = {
  method: 'get',
  path: '/api/health/ready',
  summary: 'The journal takes a write; 503 when it does not',
  tag: 'health',
  needs: 'anyone',
  answer: { status: 200, description: 'It does', schema: z.object({ status: z.literal('ready') }) },
} as const;

/** Whether the process is there, and whether it can do what it is there for. */
export function healthRoutes(router: Router, host: ApiHost): void {
  router.add(live, () => ({ status: 'live' }));
  const isReady = readiness(host);
  router.add(ready, async () => {
    if (await isReady()) return { status: 'ready' };
    return Response.json({ status: 'not ready' }, { status: 503 });
  });
}

/** Writes to the journal and drops what it wrote, once for all who ask at the same time. */
function readiness({ journal: { streams }, now }: ApiHost): () => Promise<boolean> {
  let asked = { at: -Infinity, answer: Promise.resolve(false) };
  const write = async (): Promise<boolean> => {
    try {
      const [standing] = await streams.standing(stream);
      const expectedSeq = standing?.seq ?? 0;
      const fact = { seq: expectedSeq + 1, at: now(), kind: 'readiness.tried', version: 1, fields: {} };
      await streams.append({ stream, expectedSeq, facts: [fact], state: {} });
      await streams.drop(stream);
      return true;
    } catch {
      return false;
    }
  };
  return () => {
    if (now() - asked.at >= holds) asked = { at: now(), answer: write() };
    return asked.answer;
  };
}
