/** `examples/financial-planning` as a user starts it: planned by its type, carried out, counted. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const example = fileURLToPath(new URL('../../../examples/financial-planning/main.ts', import.meta.url));

test('requirements are met, the report is there, and the metrics count its tasks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { stdout } = await promisify(execFile)(process.execPath, [example], { cwd: folder });
  expect(stdout).toMatch(/"phase": "completed"/);
  expect(stdout).toMatch(
    /totalTasks: 11,\s+completedTasks: 11,\s+successRate: 1,\s+activeAgents: 0,\s+systemHealth: 'healthy'/,
  );
  const report = readFileSync(join(folder, '.baton', 'workspace', 'results', 'financial-plan.md'), 'utf8');
  expect(report).toMatch(/Retiring at 55, the money lasts in [\d.]+ % of 5,000 futures/);
  expect(readFileSync(join(folder, '.baton', 'workspace', 'results', 'retirement.svg'), 'utf8')).toMatch(/^<svg /);
});
