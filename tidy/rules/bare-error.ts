import { Visitor } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';

/** No `new Error(...)` in a package outside a file that implements `assert`. */
export const bareError: Rule = {
  name: 'bare-error',
  why: 'a caller must learn from the type whether to retry, stop or wait (STYLE rules 11 to 13).',
  check: (tree) =>
    tree.sources
      .filter(
        (source) => source.unit.startsWith('packages/') && !source.isTest && !/(^|\/)assert\.ts$/.test(source.path),
      )
      .flatMap(bareErrors),
};

function bareErrors(source: SourceFile): readonly Finding[] {
  const found: Finding[] = [];
  const add = (node: {
    readonly start: number;
    readonly callee: { readonly type: string; readonly start: number; readonly end: number };
  }): void => {
    const name = source.text.slice(node.callee.start, node.callee.end);
    if (name !== 'Error') return;
    found.push({
      file: source.path,
      line: source.lineAt(node.start),
      message: 'bare `Error`: throw a named error class',
    });
  };
  new Visitor({ NewExpression: add, CallExpression: add }).visit(source.parsed().program);
  return found;
}
