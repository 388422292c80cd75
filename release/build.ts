/**
 * Builds every published package into `dist/<package>`: JavaScript and declarations file by file, the manifest that
 * points at them, licence and read-me. Module by module and not as bundles, so that a file which starts another one
 * (a worker, a child process) finds it beside itself in the workspace and in the tarball alike.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { publishedPackages, root, staged } from './packages.ts';
import type { Package } from './packages.ts';
import { publishedManifest } from './published-manifest.ts';

rmSync(staged, { recursive: true, force: true });
for (const published of publishedPackages()) {
  const { name, version } = published.manifest;
  try {
    await buildPackage(published);
    stageFiles(published);
    buildPages(published);
    console.log(`built ${name}@${version}`);
  } catch (error) {
    console.log(`FAILED ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

async function buildPackage({ folder, stage, manifest }: Package): Promise<void> {
  await build({
    config: false,
    name: manifest.name,
    cwd: folder,
    entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/fixtures/**'],
    root: 'src',
    outDir: join(stage, 'dist'),
    unbundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    fixedExtension: false,
    dts: true,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warn',
    failOnWarn: false,
  });
}

/** Pages for a browser, where a package has some. */
function buildPages({ folder, stage }: Package): void {
  if (!existsSync(join(folder, 'vite.config.ts'))) return;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const target = join(stage, 'pages');
  execFileSync(process.execPath, [vite, 'build', folder, '--outDir', target, '--logLevel', 'warn'], {
    stdio: 'inherit',
  });
}

function stageFiles({ folder, stage, manifest }: Package): void {
  mkdirSync(stage, { recursive: true });
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  cpSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
  for (const asset of globSync('src/**/*.*', { cwd: folder, exclude: ['**/*.ts', '**/fixtures/**'] })) {
    cpSync(join(folder, asset), join(stage, asset.replace(/^src/, 'dist')));
  }
  const own = join(folder, 'README.md');
  cpSync(existsSync(own) ? own : join(root, 'README.md'), join(stage, 'README.md'));
}
