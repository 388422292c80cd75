import type { OpenAPIHono } from '@hono/zod-openapi';
import { apiPage, stylePath, type ApiDescription } from '../pages/api-page.ts';
import { apiStyle } from '../pages/api-style.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Baton', version: '0.1.0', description: 'Executions of workflows by agents, tools and people.' },
} as const;

/** What the API says of itself: to programs as OpenAPI, to people as a page. Neither is a secret: both are the same everywhere. */
export function descriptionRoutes(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  app.doc31('/api/openapi.json', document);
  let page: string | null = null;
  app.get('/api/docs', (context) => context.html((page ??= pageOf(app))));
  app.get(stylePath, (context) => context.body(apiStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
}

function pageOf(app: OpenAPIHono): string {
  const description: ApiDescription = JSON.parse(JSON.stringify(app.getOpenAPI31Document(document)));
  return apiPage(description);
}
