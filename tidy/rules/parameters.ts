import type { Rule } from '../finding.ts';
import { functionsOf } from '../functions.ts';

const limit = 3;

/** At most three parameters; more means one options object. */
export const parameters: Rule = {
  name: 'parameters',
  why: 'a call with four positions cannot be read without the declaration (STYLE rule 18).',
  check: (tree) =>
    tree.sources.flatMap((source) =>
      functionsOf(source)
        .map((fact) => ({
          line: fact.line,
          count: fact.parameters.filter(({ start }) => !source.text.startsWith('this:', start)).length,
        }))
        .filter(({ count }) => count > limit)
        .map(({ line, count }) => ({ file: source.path, line, message: `${count} parameters, the limit is ${limit}` })),
    ),
};
