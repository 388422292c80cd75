import { setImmediate as turn } from 'node:timers/promises';
import { definitionText, isJsonObject, newestVersion, type CatalogEntry, type PublishedName } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import type { ApiHost } from './host.ts';
import type { Router } from './route.ts';
import { object } from './shapes.ts';

const tag = 'definitions';
const which = z.object({ namespace: z.string().min(1).max(200), name: z.string().min(1).max(200) });

const names = { namespace: z.string(), name: z.string() };
const said = { title: z.string().optional(), summary: z.string().optional() };
const versions = z.array(z.string()).openapi({ description: 'The newest first' });

const row = z.object({ ...names, versions, newest: z.string().optional(), ...said }).openapi('DefinitionRow');
const page = z
  .object({ ...names, version: z.string(), hash: z.string(), versions, ...said, definition: object, yaml: z.string() })
  .openapi('DefinitionPage');

const published = z.object({ ...names, version: z.string(), hash: z.string(), definition: object });

const shared = { tag, isShared: true } as const;

const publishing = {
  ...shared,
  method: 'post',
  path: '/api/definitions',
  summary: 'Validate a definition and publish it under its version',
  needs: ['publish', 'definition'],
  body: z.object({ definition: z.union([z.string(), object]) }),
  answer: { status: 201, description: 'The definition as the catalog has it', schema: published },
} as const;

const listing = {
  ...shared,
  method: 'get',
  path: '/api/definitions',
  summary: 'All definitions that were published, each with its versions',
  needs: ['read', 'definition'],
  answer: { status: 200, description: 'By name', schema: z.object({ definitions: z.array(row) }) },
} as const;

const showing = {
  ...shared,
  method: 'get',
  path: '/api/definitions/{namespace}/{name}',
  summary: 'A published definition, the newest version by default, also as YAML',
  needs: ['read', 'definition'],
  params: which,
  query: z.object({ version: z.string().min(1).exactOptional() }),
  answer: { status: 200, description: 'The definition', schema: page },
} as const;

/** Publishing definitions, and looking at what was published. They belong to no tenant. */
export function definitionRoutes(router: Router, { engine, journal }: ApiHost): void {
  router.add(publishing, ({ body }) => engine.define(body.definition));
  router.add(listing, async () => ({ definitions: await rowsOf(journal) }));
  router.add(showing, ({ params, query }) => pageOf({ ...params, ...query }, journal));
}

async function pageOf(wanted: Parameters<Published['findDefinition']>[0], journal: Published): Promise<object> {
  const found = await journal.findDefinition(wanted);
  if (found === null) throw new NotFoundError(`no such definition is published: ${wanted.namespace}/${wanted.name}`);
  const { definition, ...about } = found;
  const published = await journal.published();
  const versions = newestFirst(
    published.filter(({ namespace, name }) => namespace === found.namespace && name === found.name),
  );
  return { ...about, versions, ...described(found), definition, yaml: definitionText(definition) };
}

/** Definitions that are read before anybody else gets a turn: a few milliseconds. */
const atOnce = 50;

type Published = Pick<ApiHost['journal'], 'published' | 'findDefinition'>;

async function rowsOf(journal: Published): Promise<readonly object[]> {
  const named = Map.groupBy(await journal.published(), ({ namespace, name }) => `${namespace}/${name}`);
  const ordered = [...named].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const rows: object[] = [];
  for (const [, published] of ordered) {
    const [one] = published;
    if (one === undefined) continue;
    const { namespace, name } = one;
    const newest = await journal.findDefinition({ namespace, name });
    const about = newest === null ? {} : { newest: newest.version, ...described(newest) };
    rows.push({ namespace, name, versions: newestFirst(published), ...about });
    if (rows.length % atOnce === 0) await turn();
  }
  return rows;
}

/** The versions of one name, the newest first. */
function newestFirst(published: readonly PublishedName[]): readonly string[] {
  const left = new Set(published.map(({ version }) => version));
  const ordered: string[] = [];
  for (let newest = newestVersion([...left]); newest !== null; newest = newestVersion([...left])) {
    ordered.push(newest);
    left.delete(newest);
  }
  return ordered;
}

/** What a definition says of itself. */
function described({ definition }: CatalogEntry): { readonly title?: string; readonly summary?: string } {
  const { title, summary } = isJsonObject(definition['document']) ? definition['document'] : {};
  return { ...(typeof title === 'string' && { title }), ...(typeof summary === 'string' && { summary }) };
}
