import { tmpdir } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault, FaultError, isJsonObject, type Json } from '@batonhq/core';
import { entryOfEngine, leastPermissions } from './least-permissions.ts';
import { lesserUserFor } from './lesser-user.ts';
import type { ProcessResult } from './process-result.ts';
import type { ScriptLimits, ScriptOrder } from './script-order.ts';
import { spawnLimited } from './spawn-limited.ts';

const program = fileURLToPath(new URL(`./script-process${extname(import.meta.url)}`, import.meta.url));

/**
 * Milliseconds beyond the script's own time for the process to start and to report: a second where nothing else happens, and
 * several where much does.
 */
const allowance = 20_000;

/**
 * Evaluates a script in QuickJS, which is WebAssembly and has no way to anything, in a process that has no environment,
 * reads nothing but code, starts nothing, and is nobody's where this one is root. Rejects with a `FaultError` when the process had to be ended.
 */
export async function runSandboxed(order: ScriptOrder, signal: AbortSignal): Promise<ProcessResult> {
  const { time, memory, output } = order.limits;
  const heap = Math.ceil(memory / (1024 * 1024)) + 64;
  const result = await spawnLimited(
    {
      command: process.execPath,
      arguments: [...leastPermissions(program), `--max-old-space-size=${heap}`, '--no-warnings', program],
      environment: {},
      folder: tmpdir(),
      stdin: JSON.stringify(order),
      user: lesserUserFor([process.execPath, program, entryOfEngine()]),
    },
    { time: time + allowance, output: output * 6 + 10_000, signal },
  );
  return readReport(result, order.limits);
}

function readReport({ stdout, stderr, code }: ProcessResult, limits: ScriptLimits): ProcessResult {
  const report = parsed(stdout);
  if (isJsonObject(report) && report['broke'] === 'time')
    throw new FaultError(fault('timeout', `the script took longer than ${limits.time} ms`));
  if (isJsonObject(report) && report['broke'] === 'output')
    throw new FaultError(fault('runtime', `the script wrote more than ${limits.output} bytes`));
  const { code: own, stdout: out, stderr: err } = isJsonObject(report) ? report : {};
  if (typeof own === 'number' && typeof out === 'string' && typeof err === 'string')
    return { code: own, stdout: out, stderr: err };
  const said = stderr.trim().slice(-1_000);
  throw new FaultError(fault('runtime', `the process of the script ended with code ${code}${said && `: ${said}`}`));
}

function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
