import { fault, FaultError, type JsonObject } from '@batonhq/core';
import { reviewText, type TextReview } from '../../tool/writing/review-text.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import { readText } from './document-orders.ts';
import { readDocument } from './read-document.ts';
import { count, listOf, number, object, text } from './schema.ts';
import { writes, writingNote, writtenOr, type Optional } from './with-writer.ts';
import { looksAt, workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Reading a text as an editor does. */
export function reviewFunctions(workspace: Workspace, writer: Writer | null): readonly ToolDefinition[] {
  const problem = object({ kind: text, text, advice: text });
  const review = workspaceFunction({
    name: 'text_review',
    description:
      'Reads a text (or a document) as an editor: sentences that are too long, words that say nothing, repetitions, the passive; and what is left of it in its most telling sentences.',
    input: { ...object({}, { text, path: text }), minProperties: 1 },
    output: object(
      {
        language: text,
        words: count,
        sentences: count,
        wordsPerSentence: number,
        problems: listOf(problem),
        shorter: text,
      },
      { rewritten: text, ...writingNote },
    ),
    planning: writes(looksAt('documents'), writer),
    async run(given, context) {
      const whole = given.has('text') ? given.text('text') : await documentText(workspace, given.text('path'));
      const found = reviewText(whole);
      const { value, note } = await writtenOr(rewritingOrder(whole, found), { writer, context });
      return { ...found, ...(value !== null && { rewritten: value }), ...note };
    },
  });
  return [review];
}

/** The text without what an editor marks. */
function rewritingOrder(whole: string, { language, problems }: TextReview): Optional<string> {
  const facts: JsonObject = { text: whole, problems: problems.map((problem) => ({ ...problem })) };
  return {
    without: 'review',
    task: 'Rewrite the text so that none of the problems is left. Its meaning, its order and its tone stay.',
    language,
    facts,
    output: object({ text }),
    read: (answer) => readText(answer, facts),
  };
}

async function documentText(workspace: Workspace, path: string): Promise<string> {
  const document = await readDocument(path, await workspace.read(path));
  if (document === null) throw new FaultError(fault('validation', `${path} cannot be read as text`));
  return document.text;
}
