import { Visitor } from 'oxc-parser';
import type { TSAsExpression, TSTypeAssertion } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';
import { byUnit } from '../distribution.ts';
import { lineCount } from '../source-file.ts';

const perThousandLines = 3;

/**
 * At most three casts per 1,000 shipped lines of a unit. Free: `as const`, and a cast to a branded type in the file that
 * declares the brand, because that is where the value was checked.
 */
export const casts: Rule = {
  name: 'casts',
  why: 'a cast is a promise nobody checks; parse, narrow, or write a type guard (STYLE rule 10).',
  check: (tree) =>
    byUnit(tree.sources).flatMap(({ sources }) => {
      const lines = sources.reduce((sum, source) => sum + lineCount(source.text), 0);
      const allowed = Math.max(Math.floor((lines * perThousandLines) / 1_000), 1);
      const found = sources.flatMap(castsOf);
      if (found.length <= allowed) return [];
      return found.map((cast) => ({
        ...cast,
        message: `${cast.message}: ${found.length} in ${lines} lines, ${allowed} allowed`,
      }));
    }),
};

function castsOf(source: SourceFile): readonly Finding[] {
  const found: Finding[] = [];
  const add = (node: TSAsExpression | TSTypeAssertion): void => {
    const target = source.text.slice(node.typeAnnotation.start, node.typeAnnotation.end);
    if (target === 'const' || isOwnBrand(source, target)) return;
    found.push({
      file: source.path,
      line: source.lineAt(node.start),
      message: `cast to ${target.replace(/\s+/g, ' ').slice(0, 40)}`,
    });
  };
  new Visitor({ TSAsExpression: add, TSTypeAssertion: add }).visit(source.parsed().program);
  return found;
}

function isOwnBrand(source: SourceFile, target: string): boolean {
  const name = /^\w+/.exec(target)?.[0] ?? '';
  return name !== '' && new RegExp(`\\btype ${name}\\b[^;]*(unique symbol|\\bbrand|Brand)`).test(source.text);
}
