import type { Finding, Rule, Tree } from './finding.ts';

type Named = Finding & { readonly rule: Rule };

/** Runs the rules and writes the findings file by file, then the motive of each rule that fired. */
export function report(
  tree: Tree,
  options: { readonly rules: readonly Rule[]; readonly under?: readonly string[] },
): { readonly text: string; readonly count: number } {
  const wanted = (options.under ?? []).map((path) => path.replace(/\/+$/, ''));
  const found = options.rules
    .flatMap((rule) => rule.check(tree).map((finding): Named => ({ ...finding, rule })))
    .filter((finding) => wanted.length === 0 || wanted.some((path) => isUnder(finding.file, path)))
    .toSorted((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
  const lines = found.map(({ file, line, message, rule }) => `${file}:${line ?? 1}: ${message} [${rule.name}]`);
  const fired = options.rules.filter((rule) => found.some((finding) => finding.rule === rule));
  const motives = fired.map((rule) => `  ${rule.name}: ${rule.why}`);
  const total = `tidy: ${options.rules.length} rules, ${tree.sources.length} sources, ${found.length} findings`;
  return { text: [...lines, ...(motives.length ? ['', ...motives, ''] : []), total].join('\n'), count: found.length };
}

function isUnder(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}
