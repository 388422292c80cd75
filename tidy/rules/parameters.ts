import type { FunctionFact } from '../functions.ts';
import { functionsOf } from '../functions.ts';
import type { Rule, SourceFile } from '../finding.ts';

const limit = 3;
const flag = /^\w+\??: boolean$|= (true|false)$/;

/** At most three parameters, and no flag among several; otherwise one options object. */
export const parameters: Rule = {
  name: 'parameters',
  why: '`f(a, b, c, true)` cannot be read without the declaration (STYLE rule 18).',
  check: (tree) =>
    tree.sources.flatMap((source) =>
      functionsOf(source).flatMap((fact) =>
        complaints(textsOf(source, fact)).map((message) => ({ file: source.path, line: fact.line, message })),
      ),
    ),
};

function textsOf(source: SourceFile, fact: FunctionFact): readonly string[] {
  return fact.parameters
    .map(({ start, end }) => source.text.slice(start, end))
    .filter((text) => !text.startsWith('this:'));
}

function complaints(texts: readonly string[]): readonly string[] {
  const flags = texts.length > 1 ? texts.filter((text) => flag.test(text)) : [];
  return [
    ...(texts.length > limit ? [`${texts.length} parameters, the limit is ${limit}`] : []),
    ...flags.map((text) => `the flag \`${text}\` is a position: give it a name in an options object`),
  ];
}
