import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { markup, text, type Markup } from './markup.ts';
import { shapeOf } from './shape-text.ts';

/** A description of an API, as OpenAPI 3.1 has it. */
export type ApiDescription = JsonObject;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly said: JsonObject;
}

/** Where the page finds its looks. */
export const stylePath = '/api/docs/style.css';

/** A page that says what an API can do: complete as it is, without scripts, and with nothing from elsewhere. */
export function apiPage(description: ApiDescription): string {
  const operations = operationsOf(description);
  const tags = [...new Set(operations.map(({ tag }) => tag))].toSorted();
  const components = objectIn(objectIn(description['components'])['schemas']);
  const of = (tag: string): readonly Operation[] => operations.filter((one) => one.tag === tag);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baton: the HTTP API</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<nav aria-label="Chapters"><h1>HTTP API</h1>${tags.map(
    (tag) => markup`<a href="#${tag}">${tag}</a><ol>${of(tag).map(entryOf)}</ol>`,
  )}</nav>
<main>
<p>Send a key with each request: <code>Authorization: Bearer baton_…</code>. Errors are problem details (RFC 9457). For programs: <a href="/api/openapi.json">openapi.json</a>.</p>
${tags.map((tag) => markup`<section id="${tag}"><h2>${tag}</h2>${of(tag).map((one) => operationOf(one, components))}</section>`)}
</main>
</body>
</html>
`;
  return text(page);
}

function operationsOf(description: ApiDescription): readonly Operation[] {
  return Object.entries(objectIn(description['paths'])).flatMap(([path, item]) =>
    Object.entries(objectIn(item)).map(([method, operation]) => {
      const said = objectIn(operation);
      const [tag] = listIn(said['tags']);
      return { method: method.toUpperCase(), path, tag: typeof tag === 'string' ? tag : 'other', said };
    }),
  );
}

function anchorOf({ method, path }: Operation): string {
  return `${method}${path}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
}

function entryOf(operation: Operation): Markup {
  const { method, path } = operation;
  return markup`<li><a href="#${anchorOf(operation)}"><b>${method}</b> ${path}</a></li>`;
}

function operationOf(operation: Operation, components: JsonObject): Markup {
  const { method, path, said } = operation;
  const needs = said['x-needs'];
  const right = typeof needs === 'string' ? markup`Takes a key that may <b>${needs}</b>.` : markup`Takes no key.`;
  return markup`<article id="${anchorOf(operation)}">
<h3><a href="#${anchorOf(operation)}"><b class="${method}">${method}</b> <code>${path}</code></a></h3>
<p>${stringIn(said['summary'])}. <small>${right}</small></p>
${parametersOf(said, components)}${bodyOf(said, components)}${answersOf(said, components)}<pre><code>${exampleOf(operation)}</code></pre>
</article>`;
}

function parametersOf(said: JsonObject, components: JsonObject): Markup {
  const parameters = listIn(said['parameters']).map(objectIn);
  if (parameters.length === 0) return markup``;
  return markup`<table><thead><tr><th>parameter</th><th>in</th><th>is</th></tr></thead><tbody>${parameters.map(
    (one) =>
      markup`<tr><td><code>${stringIn(one['name'])}</code>${one['required'] === true ? '' : ' (optional)'}</td><td>${stringIn(one['in'])}</td><td><code>${shapeOf(one['schema'] ?? {}, components)}</code></td></tr>`,
  )}</tbody></table>`;
}

function bodyOf(said: JsonObject, components: JsonObject): Markup {
  const schema = contentOf(said['requestBody'])?.schema;
  return schema === undefined ? markup`` : markup`<h4>Body</h4><pre><code>${shapeOf(schema, components)}</code></pre>`;
}

function answersOf(said: JsonObject, components: JsonObject): Markup {
  const answers = Object.entries(objectIn(said['responses'])).filter(([status]) => status !== 'default');
  return markup`${answers.map(([status, answer]) => {
    const content = contentOf(answer);
    const shape = content === null ? markup`` : markup`<pre><code>${shapeOf(content.schema, components)}</code></pre>`;
    return markup`<h4>${status} <small>${stringIn(objectIn(answer)['description'])}${content === null ? '' : `, ${content.type}`}</small></h4>${shape}`;
  })}`;
}

/** A line for a shell: the address of the server and a key stand in variables. */
function exampleOf({ method, path, said }: Operation): string {
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  const body = said['requestBody'] === undefined ? '' : ` -H 'Content-Type: application/json' -d @body.json`;
  const key = said['x-needs'] === undefined ? '' : ' -H "Authorization: Bearer $BATON_KEY"';
  return `curl${verb}${key}${body} "$BATON_URL${path}"`;
}

function contentOf(holder: Json | undefined): { readonly type: string; readonly schema: Json } | null {
  const [first] = Object.entries(objectIn(objectIn(holder)['content']));
  if (first === undefined) return null;
  const [type, content] = first;
  return { type, schema: objectIn(content)['schema'] ?? {} };
}

function objectIn(value: Json | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {};
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function stringIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
