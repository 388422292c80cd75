import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { DocumentAnalysis, Finding } from '../../tool/text/analyse.ts';
import { languageOf, type Language } from '../../tool/text/language.ts';
import { ungrounded } from '../../writer/grounded.ts';
import type { Reading } from '../../writer/writer.ts';
import { Argument } from './argument.ts';
import { listOf, object, text, texts } from './schema.ts';
import type { Optional } from './with-writer.ts';

const kinds = ['summary', 'activities', 'decisions', 'strategy', 'actions', 'figures', 'risks', 'questions'] as const;

/** What the lines of an analysis come to, each point with the document it rests on. */
export function summaryOrder(
  analysis: Omit<DocumentAnalysis, 'language'> & { readonly language: Language },
  question: string,
): Optional<readonly Finding[]> {
  const facts: JsonObject = { question, ...Object.fromEntries(kinds.map((kind) => [kind, [...analysis[kind]]])) };
  const paths = new Set(kinds.flatMap((kind) => analysis[kind].map(({ path }) => path)));
  return {
    without: 'analysis',
    task: 'Say in three to six points what these lines from documents come to for whoever asked the question: weigh them against each other, say what follows. `paths` are the documents a point rests on.',
    language: analysis.language,
    facts,
    output: object({ points: listOf(object({ text, paths: texts }), 1) }),
    read: (answer) => readPoints(answer, { facts, paths }),
  };
}

function readPoints(
  answer: Json,
  { facts, paths }: { readonly facts: JsonObject; readonly paths: ReadonlySet<string> },
): Reading<readonly Finding[]> {
  const points = new Argument(answer).parts('points').map((point) => ({
    text: point.text('text', '').trim(),
    path: point.texts('paths').find((path) => paths.has(path)),
  }));
  const known = points.flatMap(({ text: said, path }) =>
    said === '' || path === undefined ? [] : [{ text: said, path }],
  );
  if (points.length === 0 || known.length < points.length)
    return { kind: 'wrong', problem: `every point needs text and one of these paths: ${[...paths].join(', ')}` };
  const problem = ungrounded(known.map((point) => point.text).join('\n'), facts);
  return problem === null ? { kind: 'good', value: known } : { kind: 'wrong', problem };
}

/** A summary of documents in a few sentences. */
export function shortOrder(documents: readonly JsonObject[]): Optional<string> {
  const facts: JsonObject = { documents: [...documents] };
  return {
    without: 'summary',
    task: 'Summarise these documents in at most eight sentences, out of the sentences quoted from them.',
    language: languageOf(JSON.stringify(documents)),
    facts,
    output: object({ text }),
    read: (answer) => readText(answer, facts),
  };
}

/** An answer of one text that says nothing but what the facts do. */
export function readText(answer: Json, facts: JsonObject): Reading<string> {
  const said = isJsonObject(answer) && typeof answer['text'] === 'string' ? answer['text'].trim() : '';
  if (said === '') return { kind: 'wrong', problem: '`text` is empty' };
  const problem = ungrounded(said, facts);
  return problem === null ? { kind: 'good', value: said } : { kind: 'wrong', problem };
}
