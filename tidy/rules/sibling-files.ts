import { Visitor } from 'oxc-parser';
import type { Finding, Rule, SourceFile } from '../finding.ts';
import { moduleRequests } from '../imports.ts';

/**
 * A package that starts another of its files (a worker, a child process) takes the extension from `import.meta.url`:
 * `.ts` in the workspace, `.js` in the tarball.
 */
export const siblingFiles: Rule = {
  name: 'sibling-files',
  why: 'the literal `./worker.ts` exists in the workspace and is missing from what users install.',
  check: (tree) =>
    tree.sources.filter((source) => /^packages\/[^/]+\/src\//.test(source.path) && !source.isTest).flatMap(literals),
};

function literals(source: SourceFile): readonly Finding[] {
  const imported = new Set(moduleRequests(source).map(({ specifier }) => specifier));
  const found: Finding[] = [];
  new Visitor({
    Literal: ({ value, start }) => {
      if (typeof value !== 'string' || !/^\.{1,2}\/.*\.ts$/.test(value) || imported.has(value)) return;
      found.push({ file: source.path, line: source.lineAt(start), message: `names ${value} as a file` });
    },
  }).visit(source.parsed().program);
  return found;
}
