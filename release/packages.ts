import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where built packages and tarballs go; ignored by git. */
export const staged = join(root, 'dist');

/** The part of a `package.json` that publishing reads or rewrites. */
export type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Entries;
  readonly bin?: Readonly<Record<string, string>>;
  /** What a tarball has beside `dist`. */
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
};

/** `exports` as our packages write it: subpath to source file. */
export type Entries = Readonly<Record<string, string>>;

/** A package that users can install. */
export type Package = {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The folder that becomes the tarball. */
  readonly stage: string;
};

/** Every workspace package that is not private. */
export function publishedPackages(): readonly Package[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path): Package => {
      const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
      const folder = join(root, dirname(path));
      return { folder, manifest, stage: join(staged, basename(folder)) };
    })
    .filter(({ manifest }) => manifest.private !== true);
}
