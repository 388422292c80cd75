import { exportsOf } from '../tidy/exports.ts';
import type { Declared } from '../tidy/exports.ts';
import { treeOf } from '../tidy/tree.ts';

/** The public surface of one package, as its built declarations state it. */
export type Surface = {
  readonly name: string;
  /** Subpath to declaration file, both as the published manifest writes them. */
  readonly entries: Readonly<Record<string, string>>;
  /** Declaration files by the same paths. */
  readonly declarations: Readonly<Record<string, string>>;
};

/** A page with every public name and its declaration, sorted, without comments: what a change of the contract changes. */
export function apiReport({ name, entries, declarations }: Surface): string {
  const tree = treeOf(declarations);
  const sections = Object.entries(entries).flatMap(([subpath, path]) => {
    const entry = tree.sources.find((source) => source.path === path);
    const declared = entry ? exportsOf(tree, entry) : [];
    const blocks = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(declarationText);
    return [`## \`${name}${subpath.slice(1)}\``, ['```ts', ...new Set(blocks), '```'].join('\n')];
  });
  const note = 'Written by `npm run api` from the built declarations; a difference is a change of the contract.';
  return `${[`# Public API of ${name}`, note, ...sections].join('\n\n')}\n`;
}

/** The statement that declares the name, with comments taken out and blank space folded. */
function declarationText({ source, start }: Declared): string {
  const { program, comments } = source.parsed();
  const end = program.body.find((statement) => statement.start === start)?.end ?? start;
  const inside = comments.filter((comment) => comment.start >= start && comment.end <= end);
  const kept = inside.reduceRight(
    (text, comment) => text.slice(0, comment.start - start) + text.slice(comment.end - start),
    source.text.slice(start, end),
  );
  return kept.replace(/^\s*\n/gm, '').replace(/[ \t]+$/gm, '');
}
