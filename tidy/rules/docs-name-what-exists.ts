import { posix } from 'node:path';
import type { Finding, Rule, TextFile, Tree } from '../finding.ts';
import { proseLines } from '../prose.ts';

const repositoryPath = /^(packages|docs|tidy|release|bench|examples|templates|\.ci)\/[\w./*-]+$/;
const placeholder = /[<>{}…]|\.\.\./;

/** Paths, packages and npm scripts that a page names exist, and so do the targets of its relative links. */
export const docsNameWhatExists: Rule = {
  name: 'docs-name-what-exists',
  why: 'a page that names something gone sends its reader nowhere (STYLE rule 25).',
  check: (tree) => {
    const known: Known = { tree, scripts: scriptsOf(tree), packages: packagesOf(tree) };
    return tree.pages.filter(({ path }) => !/(^|\/)fixtures\//.test(path)).flatMap((page) => checkPage(page, known));
  },
};

type Known = { readonly tree: Tree; readonly scripts: readonly string[]; readonly packages: readonly string[] };

function checkPage(page: TextFile, known: Known): readonly Finding[] {
  return proseLines(page.text).flatMap(({ line, text, isCode }) => {
    const spans = isCode ? [] : [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const links = isCode ? [] : [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    return [
      ...spans.filter((span) => isMissingPath(span, known.tree)).map((span) => `\`${span}\` does not exist`),
      ...links
        .filter((link) => isDeadLink(page, link, known.tree))
        .map((link) => `link to ${link}, which does not exist`),
      ...missing(text, /\bnpm run ([\w:-]+)/g, known.scripts).map((name) => `no npm script \`${name}\``),
      ...missing(text, /@batonhq\/([a-z-]+)/g, known.packages).map((name) => `no package @batonhq/${name}`),
    ].map((message) => ({ file: page.path, line, message }));
  });
}

function missing(text: string, pattern: RegExp, known: readonly string[]): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '').filter((name) => !known.includes(name));
}

function isMissingPath(span: string, tree: Tree): boolean {
  return repositoryPath.test(span) && !placeholder.test(span) && !exists(span, tree);
}

function isDeadLink(page: TextFile, link: string, tree: Tree): boolean {
  if (/^[a-z]+:/i.test(link)) return false;
  return !exists(posix.join(posix.dirname(page.path), link), tree);
}

/** A file, a folder, or a pattern with `*` that matches one. */
function exists(path: string, tree: Tree): boolean {
  const wanted = path.replace(/\/+$/, '');
  if (wanted === '.' || tree.paths.has(wanted)) return true;
  const source = wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  const pattern = new RegExp(`^${source}(/|$)`);
  return [...tree.paths].some((candidate) => pattern.test(candidate));
}

function scriptsOf(tree: Tree): readonly string[] {
  const text = tree.texts.find(({ path }) => path === 'package.json')?.text ?? '{}';
  const manifest: { readonly scripts?: Readonly<Record<string, string>> } = JSON.parse(text);
  return Object.keys(manifest.scripts ?? {});
}

function packagesOf(tree: Tree): readonly string[] {
  return [...tree.paths].flatMap((path) => /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? []);
}
