/** The tarball must work where Node strips no types: nothing in its manifest may point at a source. */
import { expect, test } from 'vitest';
import { publishedManifest } from './published-manifest.ts';

test('entries and commands point at built files', () => {
  const published = publishedManifest({
    name: '@batonhq/baton',
    version: '1.2.3',
    exports: { '.': './src/index.ts', './client': './src/client/client.ts' },
    bin: { baton: './src/cli/main.ts' },
    dependencies: { '@batonhq/core': '1.2.3' },
    devDependencies: { vitest: '5' },
  });
  expect(JSON.parse(JSON.stringify(published))).toEqual({
    name: '@batonhq/baton',
    version: '1.2.3',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './client': { types: './dist/client/client.d.ts', default: './dist/client/client.js' },
      './package.json': './package.json',
    },
    bin: { baton: './dist/cli/main.js' },
    dependencies: { '@batonhq/core': '1.2.3' },
    files: ['dist'],
  });
});
