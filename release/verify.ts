/**
 * The gate: every check in the order of how fast it answers. It goes on after a failure, so that one call shows all that
 * is wrong. `npm run verify -- --except test,packed` leaves checks out, `--only types,tidy` takes a few.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './packages.ts';

const checks = [
  'format:check',
  'lint',
  'types',
  'tidy',
  'dead',
  'cli:check',
  'client:check',
  'test',
  'test:campaigns',
  'build',
  'api:check',
  'packed',
];

const { values } = parseArgs({ options: { except: { type: 'string' }, only: { type: 'string' } } });
const only = values.only?.split(',');
const except = values.except?.split(',') ?? [];
const unknown = [...(only ?? []), ...except].filter((name) => !checks.includes(name));
if (unknown.length > 0) throw new RangeError(`no check ${unknown.join(', ')}; there are: ${checks.join(', ')}`);

const results = checks.filter((name) => (only ?? checks).includes(name) && !except.includes(name)).map(perform);
const failed = results.filter(({ ok }) => !ok).length;
console.log('\nverify');
for (const { name, ok, seconds } of results) {
  console.log(`  ${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(13)} ${seconds.toFixed(1).padStart(6)} s`);
}
console.log(`checks: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function perform(name: string): { readonly name: string; readonly ok: boolean; readonly seconds: number } {
  console.log(`\n=== ${name}`);
  const before = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', name], { cwd: root, stdio: 'inherit' });
  return { name, ok: status === 0, seconds: (performance.now() - before) / 1_000 };
}
