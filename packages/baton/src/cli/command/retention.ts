import { existsSync } from 'node:fs';
import { applyRetention, FolderInUseError, type RetentionPolicy, type RetentionReport } from '@batonhq/engine';
import { readRetention, writeRetention } from '../../folder/retention-file.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { durationText, parseDuration } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** `baton retention show|set|apply`. */
export const retention: Action = async (typed, terminal) => {
  const [what = 'show'] = typed.positionals;
  if (what === 'show') return show(dataDirOf(typed), terminal);
  if (what === 'set') return set(typed, terminal);
  if (what === 'apply') return apply(typed, terminal);
  throw new UsageError(`there is no \`baton retention ${what}\``, 'baton retention show, set or apply');
};

function show(dataDir: string, { json, data }: Terminal): ExitCode {
  const policy = readRetention(dataDir);
  if (json) data.line(plainJson({ policy }));
  else data.line(policyText(policy));
  return exitCodes.ok;
}

function set(typed: Arguments, terminal: Terminal): ExitCode {
  const dataDir = dataDirOf(typed);
  if (!existsSync(dataDir)) throw new UsageError(`${dataDir} does not exist`, 'start something there first');
  writeRetention(dataDir, typed.has('off') ? null : policyOf(typed));
  return show(dataDir, terminal);
}

function policyOf(typed: Arguments): RetentionPolicy {
  const [age, count] = [typed.value('keep-for'), typed.value('keep-last')];
  if (age === undefined && count === undefined) {
    throw new UsageError('what is to be kept?', '--keep-for 30d, --keep-last 1000, both, or --off');
  }
  const keepFor = age === undefined ? undefined : parseDuration(age);
  if (age !== undefined && keepFor === undefined) throw new UsageError(`--keep-for ${age} is no duration`, '12h, 30d');
  if (count !== undefined && !/^\d{1,9}$/.test(count))
    throw new UsageError(`--keep-last ${count} is no number`, '1000');
  return {
    ...(keepFor !== undefined && { keepFor: Math.floor(keepFor) }),
    ...(count !== undefined && { keepLast: Number(count) }),
  };
}

function apply(typed: Arguments, { json, data, talk }: Terminal): ExitCode {
  const dataDir = dataDirOf(typed);
  const policy = readRetention(dataDir);
  if (policy === null) throw new UsageError(`${dataDir} keeps everything`, 'baton retention set --keep-for 30d');
  const dryRun = typed.has('dry-run');
  const report = applied(dataDir, policy, dryRun ? { dryRun } : {});
  if (json) data.line(plainJson({ policy, dryRun, ...report }));
  else {
    for (const id of report.dropped) data.line(plainLine(id));
    talk.line(`${dryRun ? 'would drop' : 'dropped'} ${report.dropped.length} executions with ${report.events} events`);
  }
  return exitCodes.ok;
}

/** The owner of a folder applies the policy by itself. */
function applied(dataDir: string, policy: RetentionPolicy, options: { readonly dryRun?: boolean }): RetentionReport {
  try {
    return applyRetention(dataDir, policy, { now: Date.now(), ...options });
  } catch (error) {
    if (error instanceof FolderInUseError) throw new OwnerAppliesError(error.message);
    throw error;
  }
}

/** Somebody owns the folder: whoever it is applies the policy now and then. */
class OwnerAppliesError extends Error {
  override readonly name = 'OwnerAppliesError';
  readonly hint = 'nothing to do: the owner applies the policy when it starts and every hour';
}

function policyText(policy: RetentionPolicy | null): string {
  if (policy === null) return 'everything is kept';
  const { keepFor, keepLast } = policy;
  const kept = [
    ...(keepFor === undefined ? [] : [`for ${durationText(keepFor)} after their end`]),
    ...(keepLast === undefined ? [] : [`if they are among the last ${keepLast}`]),
  ];
  return `finished executions are kept ${kept.join(', and only ')}`;
}
