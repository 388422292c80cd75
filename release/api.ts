/**
 * `node release/api.ts` writes the public surface of every published package to `docs/api`; with `--check` it compares and
 * fails on a difference. Needs `npm run build` first.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { apiReport } from './api-report.ts';
import { publishedPackages, root } from './packages.ts';
import type { Package } from './packages.ts';
import { publishedManifest } from './published-manifest.ts';

const isCheck = process.argv.includes('--check');
const folder = join(root, 'docs/api');
mkdirSync(folder, { recursive: true });

for (const published of publishedPackages()) {
  const path = join(folder, `${basename(published.folder)}.md`);
  const report = reportOf(published);
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === report;
  if (isCheck && !isSame) {
    console.log(
      `the public surface of ${published.manifest.name} changed: npm run build && npm run api, and read the difference`,
    );
    process.exitCode = 1;
  } else if (!isSame) {
    writeFileSync(path, report);
    console.log(`wrote the public surface of ${published.manifest.name}`);
  }
}

function reportOf({ stage, manifest }: Package): string {
  const declarations = globSync('dist/**/*.d.ts', { cwd: stage }).map((path) => [
    path,
    readFileSync(join(stage, path), 'utf8'),
  ]);
  return apiReport({
    name: manifest.name,
    entries: declarationEntries(publishedManifest(manifest).exports ?? {}),
    declarations: Object.fromEntries(declarations),
  });
}

function declarationEntries(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([subpath, entry]) =>
      typeof entry === 'object' && entry !== null && 'types' in entry && typeof entry.types === 'string'
        ? [[subpath, entry.types.replace(/^\.\//, '')]]
        : [],
    ),
  );
}
