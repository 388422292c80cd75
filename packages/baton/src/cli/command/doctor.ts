import type { Verification } from '@batonhq/engine';
import type { CheckResult } from '../../doctor/check.ts';
import { examine } from '../../doctor/examine.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import type { Progress } from '../progress/signs.ts';
import { signOf } from '../progress/signs.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findingLines } from './finding-lines.ts';

const signs: Readonly<Record<CheckResult['status'], Progress>> = {
  ok: 'completed',
  warning: 'suspended',
  failed: 'faulted',
};

/** `baton doctor [--verify]`. */
export const doctor: Action = async (typed, terminal) => {
  const dataDir = dataDirOf(typed);
  const checks = await examine(dataDir);
  const verification = typed.has('verify') ? await verify(dataDir, terminal) : undefined;
  const findings = verification?.findings ?? [];
  const healthy = checks.every(({ status }) => status !== 'failed') && findings.length === 0;
  if (terminal.json) {
    terminal.data.line(plainJson({ healthy, dataDir, checks, ...(verification !== undefined && { verification }) }, 2));
  } else {
    printChecks(checks, terminal);
    if (verification !== undefined) printVerification(verification, terminal);
  }
  return healthy ? exitCodes.ok : exitCodes.faulted;
};

async function verify(dataDir: string, { talk }: Terminal): Promise<Verification> {
  const { verifyDataDir } = await import('../../doctor/verify-data-dir.ts');
  let told = performance.now();
  const verification = verifyDataDir(dataDir, ({ executions, of }) => {
    if (talk.region === null || performance.now() - told < 200) return;
    told = performance.now();
    talk.write(`\r  checking execution ${executions} of ${of}\u001B[K`);
  });
  if (talk.region !== null) talk.write('\r\u001B[K');
  return verification;
}

function printChecks(checks: readonly CheckResult[], { data, symbols }: Terminal): void {
  const look = { paint: data.paint, symbols };
  for (const { check, status, detail, fix } of checks) {
    const word = status === 'ok' ? '' : `${status}: `;
    data.line(`${signOf(signs[status], look)} ${check.padEnd(9)} ${word}${plainLine(detail)}`);
    if (fix !== undefined) data.line(data.paint.dim(`            fix: ${plainLine(fix)}`));
  }
}

function printVerification({ executions, events, findings }: Verification, { data, symbols }: Terminal): void {
  const look = { paint: data.paint, symbols };
  const sign = signOf(findings.length === 0 ? 'completed' : 'faulted', look);
  const found = findings.length === 0 ? 'invariants I1 to I10 hold' : `${findings.length} findings`;
  data.line(`${sign} journal   ${executions} executions, ${events} events: ${found}`);
  for (const line of findingLines(findings, data.paint)) data.line(`  ${line}`);
}
