/**
 * Proves what users get: packs the built packages, installs the tarballs into an empty folder outside the workspace, and
 * there imports every entry, type-checks a consumer, asks `baton` for its version and lets it execute a definition.
 * Needs `npm run build` first; only third-party dependencies come from the registry.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from './command.ts';
import { publishedPackages, root, staged } from './packages.ts';
import type { Package } from './packages.ts';

const definition = `document: { dsl: '1.0.3', namespace: packed, name: hello, version: '0.1.0' }
do:
  - greet:
      set: { greeting: '\${ "hello, " + .name }' }
`;
const consumer = `import { createOrchestrationSystem } from '@batonhq/baton';
const system = await createOrchestrationSystem({ dataDir: 'typed' });
const id: string = (await system.submitWorkflow({ workflow: 'packed/hello' })).id;
await system.cancel(id);
await system.close();
`;

/**
 * The install scripts among our dependencies, none of which has to run: that of `protobufjs` warns about version ranges.
 * Whoever installs strictly says so; here it is proved that everything works without them.
 */
const deniedScripts = { protobufjs: false };

const packages = publishedPackages();
const folder = mkdtempSync(join(tmpdir(), 'baton-packed-'));
const proofs: readonly (readonly [string, () => void])[] = [
  ...packages.map(({ manifest }) => [`import ${manifest.name}`, () => importEntries(manifest)] as const),
  ['types of a consumer', typeCheck],
  ['baton --version', showVersion],
  ['baton run', execute],
];
let passed = 0;
try {
  if (check('install into an empty folder', () => install(packages.map(pack)))) {
    passed = 1 + proofs.filter(([name, prove]) => check(name, prove)).length;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`packed: ${passed} passed, ${proofs.length + 1 - passed} failed or not reached`);
process.exitCode = passed > proofs.length ? 0 : 1;

function pack({ stage, manifest }: Package): string {
  if (!existsSync(join(stage, 'package.json'))) throw new RangeError(`${manifest.name} is not built: npm run build`);
  const target = join(staged, 'tarballs');
  mkdirSync(target, { recursive: true });
  return join(target, must('npm', ['pack', '--silent', '--pack-destination', target], stage).trim());
}

function install(tarballs: readonly string[]): void {
  const manifest = { name: 'empty', private: true, type: 'module', allowScripts: deniedScripts };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest)}\n`);
  must('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder);
}

function check(name: string, prove: () => void): boolean {
  try {
    prove();
    console.log(`  ok      ${name}`);
    return true;
  } catch (error) {
    console.log(`  FAILED  ${name}\n${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function importEntries({ name, exports }: Package['manifest']): void {
  for (const entry of Object.keys(exports ?? {})) {
    must('node', ['--input-type=module', '--eval', `await import('${name}${entry.slice(1)}')`], folder);
  }
}

function typeCheck(): void {
  writeFileSync(join(folder, 'consumer.ts'), consumer);
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024'];
  const modules = ['--module', 'nodenext', '--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
  must('tsc', [...options, ...modules, 'consumer.ts'], folder);
}

function showVersion(): void {
  const version = packages.find(({ manifest }) => manifest.name === '@batonhq/baton')?.manifest.version ?? 'none';
  expectText(must(baton(), ['--version'], folder), version);
}

function execute(): void {
  writeFileSync(join(folder, 'hello.yaml'), definition);
  const shown = must(baton(), ['run', 'hello.yaml', '--input', '{"name":"Ada"}', '--json'], folder);
  expectText(shown, 'completed');
  expectText(shown, 'hello, Ada');
}

function baton(): string {
  const command = join(folder, 'node_modules/.bin/baton');
  if (!existsSync(command)) throw new RangeError('packages/baton has no `bin`: there is no `baton` to start');
  return command;
}

function expectText(shown: string, wanted: string): void {
  if (!shown.includes(wanted)) throw new RangeError(`expected ${wanted} in:\n${shown}`);
}
