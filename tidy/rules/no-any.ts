import { Visitor } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';

const silencers = /@ts-(ignore|nocheck|expect-error)\b/;

/** No `any`, and no comment that silences the type checker (tests of types may expect an error). */
export const noAny: Rule = {
  name: 'no-any',
  why: 'one `any` switches the checker off for everything it touches; parse at the edge instead (STYLE rule 10).',
  check: (tree) => tree.sources.flatMap((source) => [...keywords(source), ...comments(source)]),
};

function keywords(source: SourceFile): readonly Finding[] {
  const found: Finding[] = [];
  const add = ({ start }: { readonly start: number }): void => {
    found.push({ file: source.path, line: source.lineAt(start), message: '`any`' });
  };
  new Visitor({ TSAnyKeyword: add }).visit(source.parsed().program);
  return found;
}

function comments(source: SourceFile): readonly Finding[] {
  return source.parsed().comments.flatMap(({ value, start }) => {
    const word = silencers.exec(value)?.[0];
    if (word === undefined || (word === '@ts-expect-error' && source.isTest)) return [];
    return [{ file: source.path, line: source.lineAt(start), message: `\`${word}\`` }];
  });
}
