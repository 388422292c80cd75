import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WorkspaceError } from './workspace-error.ts';
import type { Workspace } from './workspace.ts';

/** What came of a test file. */
export type CodeCheck = {
  readonly passed: boolean;
  readonly tests: number;
  readonly failed: number;
  readonly failures: readonly string[];
  readonly output: string;
};

const longest = 20_000;
const mostOutput = 6_000;

/**
 * Runs a test file with Node's own runner in a process of its own under Node's permission model: it may read the
 * workspace, write nothing, start no process, load no addon, and sees nothing of the environment.
 */
export async function checkCode(workspace: Workspace, path: string): Promise<CodeCheck> {
  if (!(await workspace.has(path))) throw new WorkspaceError(`there is no file ${path} in the workspace`);
  const output = await ran(
    [
      '--permission',
      `--allow-fs-read=${workspace.root}`,
      '--no-warnings',
      '--test-reporter=tap',
      join(workspace.root, path),
    ],
    workspace.root,
  );
  const counted = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failures = [...output.matchAll(/^\s*not ok \d+ - (.+)$/gm)].map(([, name = '']) => name);
  const failed = counted('fail') + counted('cancelled');
  return {
    passed: counted('tests') > 0 && failed === 0 && failures.length === 0,
    tests: counted('tests'),
    failed: Math.max(failed, failures.length),
    failures,
    output: output.replaceAll(workspace.root, '.').slice(0, mostOutput),
  };
}

/** All that was written, also when the process failed or was stopped: a failing test is a result. */
async function ran(args: readonly string[], cwd: string): Promise<string> {
  const options = { cwd, env: {}, timeout: longest, maxBuffer: 4 * 1024 * 1024 };
  try {
    return (await promisify(execFile)(process.execPath, [...args], options)).stdout;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'stdout' in error && 'stderr' in error)
      return `${String(error.stdout)}${String(error.stderr)}`;
    throw error;
  }
}
