import { fault, FaultError, type JsonObject } from '@batonhq/core';
import { analyseDocuments } from '../../tool/text/analyse.ts';
import { languageNamed, languages } from '../../tool/text/language.ts';
import { keySentences } from '../../tool/text/summarise.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import type { Argument } from './argument.ts';
import { readDocument, type ReadableDocument } from './read-document.ts';
import {
  count,
  fileOf,
  flag,
  integer,
  listOf,
  moment,
  number,
  object,
  oneOf,
  orNull,
  text,
  texts,
  words,
} from './schema.ts';
import { isOwnResult, Shelf, type ShelvedDocument } from './shelf.ts';
import { shortOrder, summaryOrder } from './document-orders.ts';
import { writes, writingNote, writtenOr } from './with-writer.ts';
import { looksAt, workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

const mostCharacters = 60_000;

/** What a document is worth in a search within a period when it does not say when it was written. */
const undated = 0.5;

/** Finding, reading, analysing and summarising documents of a workspace. */
export function documentFunctions(workspace: Workspace, writer: Writer | null): readonly ToolDefinition[] {
  return [
    searching(workspace),
    reading(workspace),
    analysing(workspace, writer),
    summarising(workspace, writer),
    writing(workspace),
  ];
}

function searching(workspace: Workspace): ToolDefinition {
  const shelf = new Shelf(workspace);
  const found = object({ path: text, title: text, snippet: text, score: number, date: orNull('string') });
  return workspaceFunction({
    name: 'documents_search',
    description:
      'Finds documents of the workspace (text, Markdown, tables, PDF, mail) by words, in any language, also of a period or a folder; with an empty query all that were written in a period. Returns paths with the passage that fits best. What Baton wrote itself (results, drafts, outbox) is found only in its folder.',
    input: object({ query: text }, { limit: integer(1, 50), from: moment, until: moment, folder: text }),
    output: object({ documents: listOf(found), count }),
    planning: looksAt('documents'),
    async run(given) {
      const { documents, index } = await shelf.open();
      const known = new Map(documents.map((document) => [document.path, document]));
      const query = given.text('query');
      if (query === '' && !given.has('from') && !given.has('until'))
        throw new FaultError(fault('validation', 'query is empty: give words, or a period with from and until'));
      const hits = (query === '' ? dated(documents) : index.rank(query)).flatMap(({ id, score }) => {
        const document = known.get(id);
        const weight = document === undefined ? 0 : weightOf(document, given);
        return weight === 0 ? [] : [{ id, score: score * weight, date: day(document?.date ?? null) }];
      });
      const best = hits.toSorted((left, right) => right.score - left.score).slice(0, given.number('limit', 8));
      return {
        documents: best.map(({ id, score, date }) => {
          const { title = '', snippet = '' } = index.passage(id, query) ?? {};
          return {
            path: id,
            title: known.get(id)?.title ?? title,
            snippet,
            score: Math.round(score * 1_000) / 1_000,
            date,
          };
        }),
        count: hits.length,
      };
    },
  });
}

/** Without words what says when it was written, the newest first. */
function dated(documents: readonly ShelvedDocument[]): readonly { readonly id: string; readonly score: number }[] {
  const known = documents.filter(({ date }) => date !== null);
  const newest = known.toSorted((left, right) => (right.date ?? 0) - (left.date ?? 0));
  return newest.map(({ path }, index) => ({ id: path, score: 1 / (index + 1) }));
}

/** 0 for what is not asked for. */
function weightOf({ path, date }: ShelvedDocument, given: Argument): number {
  const folder = given.text('folder', '').replace(/\/*$/, '/');
  if (folder !== '/' && !path.startsWith(folder)) return 0;
  if (folder === '/' && isOwnResult(path)) return 0;
  if (!given.has('from') && !given.has('until')) return 1;
  if (date === null) return undated;
  const from = given.has('from') ? given.instant('from') : -Infinity;
  return date >= from && date < (given.has('until') ? given.instant('until') : Infinity) ? 1 : 0;
}

function reading(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'documents_read',
    description: 'Reads one document of the workspace as text.',
    input: object({ path: words }),
    output: object({ path: text, readable: flag }, { title: text, kind: text, text, isCut: flag }),
    planning: looksAt('documents'),
    async run(given) {
      const path = given.text('path');
      const document = await documentIn(workspace, path);
      if (document === null) return { path, readable: false };
      const { title, text: whole, kind } = document;
      const isCut = whole.length > mostCharacters;
      return { path, readable: true, title, kind, text: whole.slice(0, mostCharacters), isCut };
    },
  });
}

function analysing(workspace: Workspace, writer: Writer | null): ToolDefinition {
  const said = object({ text, path: text });
  const kinds = ['summary', 'activities', 'decisions', 'strategy', 'figures', 'risks', 'questions'];
  return workspaceFunction({
    name: 'documents_analyse',
    description:
      'Sorts what documents say: what was done, decided, planned (strategy), is to be done and by whom, figures, risks, open questions. Word for word, each with its document.',
    input: object({ paths: listOf(text, 1) }, { question: text, language: oneOf(...languages) }),
    output: object(
      {
        language: text,
        actions: listOf(object({ text, path: text, owner: orNull('string'), due: orNull('string') })),
        ...Object.fromEntries(kinds.map((kind) => [kind, listOf(said)])),
      },
      writingNote,
    ),
    planning: writes(looksAt('documents'), writer),
    async run(given, context) {
      const documents = await Promise.all(given.texts('paths').map((path) => readable(workspace, path)));
      const question = given.text('question', '');
      const analysis = analyseDocuments(documents.flat(), question);
      const language = languageNamed(given.text('language', '')) ?? analysis.language;
      const { value, note } = await writtenOr(summaryOrder({ ...analysis, language }, question), { writer, context });
      return { ...analysis, language, ...(value !== null && { summary: value }), ...note };
    },
  });
}

async function readable(workspace: Workspace, path: string): Promise<readonly (ReadableDocument & { path: string })[]> {
  const document = await documentIn(workspace, path);
  if (document === null)
    throw new FaultError(fault('validation', `${path} cannot be read: give text, Markdown, a table, a PDF or a mail`));
  return [{ ...document, path }];
}

function summarising(workspace: Workspace, writer: Writer | null): ToolDefinition {
  return workspaceFunction({
    name: 'documents_summarise',
    description: 'Picks the sentences that say most of some documents, word for word, each with where it stands.',
    input: object({ paths: { type: 'array', items: text, minItems: 1, maxItems: 20 } }, { sentences: integer(1, 30) }),
    output: object(
      { documents: listOf(object({ path: text, title: text, sentences: texts })) },
      { summary: text, ...writingNote },
    ),
    planning: writes(looksAt('documents'), writer),
    async run(given, context) {
      const parts: JsonObject[] = [];
      for (const path of given.texts('paths')) {
        const document = await documentIn(workspace, path);
        const sentences = document === null ? [] : keySentences(document.text, given.number('sentences', 3));
        parts.push({ path, title: document?.title ?? path, sentences: sentences.map((one) => one.text) });
      }
      const { value, note } = await writtenOr(shortOrder(parts), { writer, context });
      return { documents: parts, ...(value !== null && { summary: value }), ...note };
    },
  });
}

function writing(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'documents_write',
    description: 'Writes a text document into the workspace; a document of that name is replaced.',
    input: object({ path: fileOf('md', 'txt', 'csv', 'html'), text }),
    output: object({ path: text, bytes: count }),
    files: ['path'],
    planning: { risk: 'medium', why: 'a document of that name is replaced', writes: ['documents'] },
    async run(given) {
      await workspace.write(given.text('path'), given.text('text'));
      return { path: given.text('path'), bytes: Buffer.byteLength(given.text('text')) };
    },
  });
}

async function documentIn(workspace: Workspace, path: string): ReturnType<typeof readDocument> {
  return readDocument(path, await workspace.read(path));
}

function day(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString().slice(0, 10);
}
