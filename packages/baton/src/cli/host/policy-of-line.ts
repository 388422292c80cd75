import { readFile } from 'node:fs/promises';
import { readDocument } from '@batonhq/core';
import type { PolicyOptions } from '../../system/policy.ts';
import { readPolicy } from '../../system/policy.ts';
import type { Arguments } from '../argument/arguments.ts';
import { UsageError } from '../argument/usage-error.ts';

const modes = ['attended', 'supervised', 'unattended'] as const;

/** The policy of `--policy`: the name of a mode, or a file with rules; undefined when it is not given. */
export async function policyOfLine(typed: Arguments): Promise<PolicyOptions | undefined> {
  const given = typed.value('policy');
  if (given === undefined) return undefined;
  const mode = modes.find((name) => name === given);
  if (mode !== undefined) return { mode };
  const text = await readFile(given, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `--policy ${given} is no file: ${error instanceof Error ? error.message : String(error)}`,
      `${modes.join(', ')}, or a file of YAML or JSON with mode, rules and people`,
    );
  });
  const { value, diagnostics } = readDocument(text);
  const [problem] = diagnostics;
  if (value === undefined)
    throw new UsageError(`${given} cannot be read: ${problem?.message ?? 'it is empty'}`, 'YAML or JSON');
  const { policy, people } = readPolicy(value);
  return { ...policy, ...(people !== undefined && { people }) };
}
