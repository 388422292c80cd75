import type { Entries, Manifest } from './packages.ts';

/**
 * The manifest of the tarball. In the workspace a package points at its sources, because Node strips their types; under
 * `node_modules` Node does not, so what is published points at the built files.
 */
export function publishedManifest(manifest: Manifest): Manifest {
  return {
    ...manifest,
    ...(manifest.exports && { exports: builtExports(manifest.exports) }),
    ...(manifest.bin && { bin: mapValues(manifest.bin, built) }),
    devDependencies: undefined,
    scripts: undefined,
    files: ['dist', ...(manifest.files ?? [])],
  };
}

function builtExports(entries: Entries): Readonly<Record<string, unknown>> {
  const exports = mapValues(entries, (source) => ({
    types: built(source).replace(/\.js$/, '.d.ts'),
    default: built(source),
  }));
  return { ...exports, './package.json': './package.json' };
}

/** `./src/cli/main.ts` becomes `./dist/cli/main.js`. */
function built(source: string): string {
  return source.replace(/^(\.\/)?src\//, './dist/').replace(/\.ts$/, '.js');
}

function mapValues<Value>(
  record: Readonly<Record<string, string>>,
  map: (value: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
