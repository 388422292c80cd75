import type { Finding, Rule, SourceFile, Tree } from '../finding.ts';
import { moduleRequests, relativeTarget } from '../imports.ts';

/** No file reaches itself by its imports, types included. */
export const importRings: Rule = {
  name: 'import-rings',
  why: 'a ring has no first file to read; split out what both sides need.',
  check: (tree) => rings(graphOf(tree)).map(describe),
};

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(tree: Tree): Graph {
  const known = new Set(tree.sources.map((source) => source.path));
  const targets = (source: SourceFile) =>
    moduleRequests(source)
      .map(({ specifier }) => relativeTarget(source, specifier))
      .filter((target) => target !== undefined)
      .filter((target) => known.has(target));
  return new Map(tree.sources.map((source) => [source.path, targets(source)]));
}

/** Depth first; a file met again while it is still open closes a ring. Each ring is reported once. */
function rings(graph: Graph): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    const at = open.indexOf(file);
    if (at >= 0) {
      const ring = open.slice(at);
      found.set(ring.toSorted().join(' '), ring);
      return;
    }
    open.push(file);
    graph.get(file)?.forEach(visit);
    open.pop();
    done.add(file);
  };
  [...graph.keys()].forEach(visit);
  return [...found.values()];
}

function describe(ring: readonly string[]): Finding {
  const file = ring[0] ?? '';
  return { file, message: `import ring: ${[...ring, file].join(' > ')}` };
}
