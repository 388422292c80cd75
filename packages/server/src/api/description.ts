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
  // Made once: anybody may ask, and it takes a while.
  let description: string | null = null;
  const described = (): string => (description ??= JSON.stringify(app.getOpenAPI31Document(document)));
  app.get('/api/openapi.json', (context) => context.body(described(), 200, { 'content-type': 'application/json' }));
  let page: string | null = null;
  app.get('/api/docs', (context) => context.html((page ??= pageOf(described()))));
  app.get(stylePath, (context) => context.body(apiStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
}

function pageOf(described: string): string {
  const description: ApiDescription = JSON.parse(described);
  return apiPage(description);
}
