import { posix } from 'node:path';
import { exportsOf } from '../exports.ts';
import type { Declared } from '../exports.ts';
import type { Rule, TextFile, Tree } from '../finding.ts';

/** Every name of a package's public entries has a TSDoc comment where it is declared. */
export const documentedExports: Rule = {
  name: 'documented-exports',
  why: 'what is public is a contract, and a contract is written down (STYLE rule 19).',
  check: (tree) => {
    const bare = entriesOf(tree)
      .flatMap((entry) => exportsOf(tree, entry))
      .filter((declared) => !isDocumented(declared));
    const unique = new Map(bare.map((declared) => [`${declared.source.path} ${declared.name}`, declared]));
    return [...unique.values()].map(({ source, start, name }) => ({
      file: source.path,
      line: source.lineAt(start),
      message: `\`${name}\` is public and has no TSDoc comment`,
    }));
  },
};

function entriesOf(tree: Tree) {
  const paths = new Set(tree.texts.filter(isManifest).flatMap(entryPaths));
  return tree.sources.filter((source) => paths.has(source.path));
}

function isManifest({ path }: TextFile): boolean {
  return /^packages\/[^/]+\/package\.json$/.test(path);
}

function entryPaths({ path, text }: TextFile): readonly string[] {
  const manifest: { readonly exports?: unknown } = JSON.parse(text);
  return stringsIn(manifest.exports).map((entry) => posix.join(posix.dirname(path), entry));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** True when only white space stands between the end of a `/** ... *\/` comment and the declaration. */
function isDocumented({ source, start }: Declared): boolean {
  return source
    .parsed()
    .comments.some(
      ({ type, value, end }) =>
        type === 'Block' && value.startsWith('*') && end <= start && source.text.slice(end, start).trim() === '',
    );
}
