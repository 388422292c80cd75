/** `npm ci` must work on every platform the tools support, not only on the one where the lockfile was written. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completeLockfile, missingPlatforms } from './platform-packages.ts';

const lock = {
  packages: {
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/darwin-arm64': '1.0.0',
        '@tool/linux-x64-musl': '1.0.0',
        '@tool/linux-x64-gnu': '1.0.0',
      },
    },
    'node_modules/@tool/linux-x64-gnu': { version: '1.0.0', integrity: 'kept' },
  },
};

test('what is missing is added for its platform, what is there stays', () => {
  const { packages } = completeLockfile(lock);
  expect(packages).toEqual({
    ...lock.packages,
    'node_modules/@tool/darwin-arm64': { version: '1.0.0', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
    'node_modules/@tool/linux-x64-musl': {
      version: '1.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  });
});

test('the lockfile of this repository is complete (else: node release/complete-lockfile.ts)', () => {
  const own = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  expect(missingPlatforms(own).map(([path]) => path)).toEqual([]);
});
