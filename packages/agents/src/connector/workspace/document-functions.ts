import type { Json } from '@batonhq/core';
import { keySentences } from '../../tool/text/summarise.ts';
import { SearchIndex, type SearchDocument } from '../../tool/text/search-index.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { Argument } from './argument.ts';
import { documentKind, readDocument } from './read-document.ts';
import type { Workspace } from './workspace.ts';

const mostCharacters = 60_000;

/** Finding, reading and summarising documents of a workspace. */
export function documentFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [searching(workspace), reading(workspace), summarising(workspace), writing(workspace)];
}

function searching(workspace: Workspace): ToolDefinition {
  return {
    name: 'documents_search',
    description:
      'Finds documents of the workspace (text, Markdown, tables, PDF, mail) by words, in any language. Returns paths with the passage that fits best.',
    repeat: 'safe',
    input: {
      type: 'object',
      required: ['query'],
      additionalProperties: false,
      properties: {
        query: { type: 'string', minLength: 1 },
        limit: { type: 'integer', minimum: 1, maximum: 50 },
      },
    },
    async run(_context, input) {
      const given = new Argument(input);
      const index = new SearchIndex(await searchable(workspace));
      const hits = index.search(given.text('query'), given.number('limit', 8));
      return { documents: hits.map(({ id, title, snippet, score }) => ({ path: id, title, snippet, score })) };
    },
  };
}

function reading(workspace: Workspace): ToolDefinition {
  return {
    name: 'documents_read',
    description: 'Reads one document of the workspace as text.',
    repeat: 'safe',
    input: pathInput,
    async run(_context, input) {
      const path = new Argument(input).text('path');
      const document = await documentIn(workspace, path);
      if (document === null) return { path, readable: false };
      const { title, text, kind } = document;
      return {
        path,
        readable: true,
        title,
        kind,
        text: text.slice(0, mostCharacters),
        isCut: text.length > mostCharacters,
      };
    },
  };
}

function summarising(workspace: Workspace): ToolDefinition {
  return {
    name: 'documents_summarise',
    description: 'Picks the sentences that say most of some documents, word for word, each with where it stands.',
    repeat: 'safe',
    input: {
      type: 'object',
      required: ['paths'],
      additionalProperties: false,
      properties: {
        paths: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 20 },
        sentences: { type: 'integer', minimum: 1, maximum: 30 },
      },
    },
    async run(_context, input) {
      const given = new Argument(input);
      const parts: Json[] = [];
      for (const path of given.texts('paths')) {
        const document = await documentIn(workspace, path);
        const sentences = document === null ? [] : keySentences(document.text, given.number('sentences', 3));
        parts.push({ path, title: document?.title ?? path, sentences: sentences.map(({ text }) => text) });
      }
      return { documents: parts };
    },
  };
}

function writing(workspace: Workspace): ToolDefinition {
  return {
    name: 'documents_write',
    description: 'Writes a text document into the workspace; a document of that name is replaced.',
    repeat: 'safe',
    input: {
      type: 'object',
      required: ['path', 'text'],
      additionalProperties: false,
      properties: { path: { type: 'string', pattern: '\\.(md|txt|csv|html)$' }, text: { type: 'string' } },
    },
    async run(_context, input) {
      const given = new Argument(input);
      await workspace.write(given.text('path'), given.text('text'));
      return { path: given.text('path'), bytes: Buffer.byteLength(given.text('text')) };
    },
  };
}

async function searchable(workspace: Workspace): Promise<readonly SearchDocument[]> {
  const documents: SearchDocument[] = [];
  for (const { path } of await workspace.files()) {
    const kind = documentKind(path);
    if (kind === null || kind === 'calendar' || kind === 'contacts') continue;
    const document = await documentIn(workspace, path);
    if (document !== null) documents.push({ id: path, title: document.title, text: document.text });
  }
  return documents;
}

const pathInput = {
  type: 'object',
  required: ['path'],
  additionalProperties: false,
  properties: { path: { type: 'string', minLength: 1 } },
} as const;

async function documentIn(workspace: Workspace, path: string): ReturnType<typeof readDocument> {
  return readDocument(path, await workspace.read(path));
}
