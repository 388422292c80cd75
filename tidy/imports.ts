import { posix } from 'node:path';
import type { SourceFile } from './finding.ts';

/** One module request of a file: static or dynamic import, or re-export. */
export type ModuleRequest = {
  readonly specifier: string;
  readonly line: number;
};

/** All module requests, type-only ones included: a ring of types is still a ring in the reader's head. */
export function moduleRequests(source: SourceFile): readonly ModuleRequest[] {
  const { module } = source.parsed();
  const exported = module.staticExports.flatMap((statement) => statement.entries);
  const requests = [...module.staticImports, ...exported]
    .map((statement) => statement.moduleRequest)
    .filter((request) => request !== null)
    .map((request) => ({ specifier: request.value, line: source.lineAt(request.start) }));
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    specifier: source.text.slice(start, end).replace(/^['"`]|['"`]$/g, ''),
    line: source.lineAt(start),
  }));
  const distinct = new Map(
    [...requests, ...dynamic].map((request) => [`${request.line} ${request.specifier}`, request]),
  );
  return [...distinct.values()];
}

/** The path a relative request points to, or undefined for a package; a declaration file points to its like. */
export function relativeTarget(source: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = posix.join(posix.dirname(source.path), specifier);
  return source.path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target;
}
