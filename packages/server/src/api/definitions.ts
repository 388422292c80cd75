import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';

/** Publishing definitions. */
export function definitionRoutes(router: Router, { engine }: ApiHost): void {
  router.add(
    {
      method: 'post',
      path: '/api/definitions',
      summary: 'Validate a definition and publish it under its version',
      tag: 'definitions',
      needs: ['publish', 'definition'],
      isShared: true,
      body: z.object({ definition: z.union([z.string(), object]) }),
      answer: { status: 201, description: 'The definition as the catalog has it', schema: object },
    },
    ({ body }) => engine.define(body.definition),
  );
}
