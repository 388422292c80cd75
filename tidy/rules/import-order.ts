import type { Finding, Rule, SourceFile } from '../finding.ts';
import { moduleRequests, relativeTarget } from '../imports.ts';
import { coreOrder, narrowed, packageOrder } from '../layers.ts';

/** Packages follow the pipeline, folders of the core follow it too, and nobody imports back. */
export const importOrder: Rule = {
  name: 'import-order',
  why: 'the import order is the pipeline; an import that points back makes two layers one.',
  check: (tree) => tree.sources.filter((source) => !source.isTest).flatMap(checkFile),
};

function checkFile(source: SourceFile): readonly Finding[] {
  return moduleRequests(source).flatMap(({ specifier, line }) => {
    const message = complaint(source, specifier);
    return message === undefined ? [] : [{ file: source.path, line, message }];
  });
}

function complaint(source: SourceFile, specifier: string): string | undefined {
  const own = packageOf(source.path);
  const target = relativeTarget(source, specifier);
  if (target === undefined) return own === undefined ? outsider(source, specifier) : betweenPackages(own, specifier);
  if (own === undefined) return packageOf(target) && `imports into ${target}: use the package's name`;
  if (packageOf(target) !== own) return `leaves its package by ${specifier}: import the other package by name`;
  return own === 'core' ? insideCore(source.path, target) : undefined;
}

/** `tidy` and `release` judge the packages and may not need them; examples see what a user sees. */
function outsider(source: SourceFile, specifier: string): string | undefined {
  const name = scopedPackage(specifier);
  if (name === undefined || source.unit === 'bench') return undefined;
  if (source.unit === 'examples' && name === 'baton') return undefined;
  return `${source.unit} may not import @batonhq/${name}`;
}

function betweenPackages(own: string, specifier: string): string | undefined {
  const other = scopedPackage(specifier);
  if (other === undefined || other === own) return undefined;
  if (/^@batonhq\/[^/]+\/(src|test|dist)\b/.test(specifier)) return `reaches into ${specifier}: use a public entry`;
  const allowed = narrowed[own] ?? packageOrder.slice(0, Math.max(packageOrder.indexOf(own), 0));
  if (allowed.includes(other)) return undefined;
  return `${own} may not import ${other} (it may import: ${allowed.join(', ') || 'nothing'})`;
}

function insideCore(from: string, to: string): string | undefined {
  const [own, other] = [coreFolder(from), coreFolder(to)];
  if (own === undefined) return undefined;
  if (other === undefined) return `core/${own} may not import the top of the core (${to})`;
  const [ownAt, otherAt] = [coreOrder.indexOf(own), coreOrder.indexOf(other)];
  if (ownAt < 0) return `core has no folder ${own} in its order: ${coreOrder.join(' < ')}`;
  return otherAt > ownAt || otherAt < 0 ? `core/${own} may not import core/${other}` : undefined;
}

function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

function scopedPackage(specifier: string): string | undefined {
  return /^@batonhq\/([^/]+)/.exec(specifier)?.[1];
}

function coreFolder(path: string): string | undefined {
  return /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1];
}
