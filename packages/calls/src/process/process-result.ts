import { fault, FaultError, type Effect, type Json } from '@batonhq/core';

/** How a process ended. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type ProcessEffect = Effect & { readonly kind: 'process' };

/** How much of what a failed process said is in its fault. */
const quoted = 2_000;

/**
 * What of a result is the output. Whoever asks for the code sees that a process failed; for all others a code that is
 * not zero is a fault.
 */
export function outputOfProcess({ process, return: returned }: ProcessEffect, result: ProcessResult): Json {
  const { code, stdout, stderr } = result;
  if (returned === 'code') return code;
  if (returned === 'all') return { code, stdout, stderr };
  if (code !== 0) {
    const said = (stderr.trim() === '' ? stdout : stderr).trim().slice(-quoted);
    throw new FaultError(fault('runtime', `the ${process} ended with code ${code}${said && `: ${said}`}`));
  }
  if (returned === 'none') return null;
  return returned === 'stderr' ? stderr : stdout;
}
