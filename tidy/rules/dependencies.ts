import type { Finding, Rule, TextFile } from '../finding.ts';

const page = 'docs/dependencies.md';

/** How many third-party packages the pure packages may bring along. */
const limits: Readonly<Record<string, number>> = { 'packages/jq': 0, 'packages/core': 3 };

/** Every third-party runtime dependency of a package has its motive in `docs/dependencies.md`. */
export const dependencies: Rule = {
  name: 'dependencies',
  why: 'a dependency is code of strangers that our users execute; it needs a reason that somebody wrote down.',
  check: (tree) => {
    const motives = tree.texts.find(({ path }) => path === page)?.text ?? '';
    return tree.texts
      .filter(({ path }) => /^packages\/[^/]+\/package\.json$/.test(path))
      .flatMap((file) => judge(file, motives));
  },
};

function judge({ path, text }: TextFile, motives: string): readonly Finding[] {
  const manifest: { readonly dependencies?: Readonly<Record<string, string>> } = JSON.parse(text);
  const names = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@batonhq/'));
  const limit = limits[path.replace('/package.json', '')] ?? Number.POSITIVE_INFINITY;
  return [
    ...(names.length > limit ? [`${names.length} dependencies, the limit is ${limit}`] : []),
    ...names.filter((name) => !motives.includes(`| \`${name}\` |`)).map((name) => `${name} has no line in ${page}`),
  ].map((message) => ({ file: path, message }));
}
