import type { Tree } from './finding.ts';
import { sourceFile } from './source-file.ts';

const sourcePath = /\.tsx?$/;
const skippedSource = /(^|\/)fixtures\/|\.gen\.ts$|^bench\/[^/]*peers\//;

/** A tree from paths and texts: `readTree` fills it from disk, the tests of the rules from strings. */
export function treeOf(texts: Readonly<Record<string, string>>, otherPaths: readonly string[] = []): Tree {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return {
    texts: files,
    pages: files.filter((file) => file.path.endsWith('.md')),
    sources: files
      .filter((file) => sourcePath.test(file.path) && !skippedSource.test(file.path))
      .map((file) => sourceFile(file.path, file.text)),
    paths: new Set([...Object.keys(texts), ...otherPaths]),
  };
}
