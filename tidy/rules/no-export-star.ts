import type { Rule } from '../finding.ts';

/** Public names are listed one by one. */
export const noExportStar: Rule = {
  name: 'no-export-star',
  why: 'a star exports whatever a file happens to hold; the public surface is decided name by name (STYLE rule 19).',
  check: (tree) =>
    tree.sources.flatMap((source) =>
      source
        .parsed()
        .program.body.filter((statement) => statement.type === 'ExportAllDeclaration')
        .map(({ start }) => ({
          file: source.path,
          line: source.lineAt(start),
          message: '`export *`: name what is exported',
        })),
    ),
};
