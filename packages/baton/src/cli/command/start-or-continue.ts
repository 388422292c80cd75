import { createHash, randomUUID } from 'node:crypto';
import type { ExecutionView, Json } from '@batonhq/core';
import type { ExecutionHandle } from '../../system/execution-handle.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { parseBudget } from '../argument/budget-argument.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { validDefinition, validDefinitions, type ValidDefinition } from './valid-definition.ts';

/** What a command line wants executed. */
export interface ExecutionRequest {
  readonly typed: Arguments;
  readonly file: ValidDefinition;
  readonly input: Json;
  /** What is published before, so that it can be found by name. */
  readonly define: readonly ValidDefinition[];
}

/** Reads the definition and the input of a command line, before anything is touched. Throws a UsageError. */
export async function readRequest(typed: Arguments, terminal: Terminal): Promise<ExecutionRequest> {
  const given = typed.value('input');
  const input = given === undefined ? {} : await readJsonArgument(given, '--input');
  const file = await validDefinition(typed.positionals[0] ?? '', terminal);
  return { typed, file, input, define: await validDefinitions(typed.values('define'), terminal) };
}

/**
 * Starts an execution of the file as it is, which publishes nothing: whoever writes a definition edits it all the time,
 * and every execution keeps what it was started of. Or, with `--continue`, takes up the unfinished one of the same definition and input.
 *
 * Each execution that `baton run` starts has an idempotency key that begins with the digest of both, so that it is
 * found again. What follows the digest is chance, save with `--continue`: there it names the execution before, so that
 * two processes that start at the same time start one execution.
 */
export async function startOrContinue(
  { typed, file, input }: ExecutionRequest,
  system: OrchestrationSystem,
  terminal: Terminal,
): Promise<ExecutionHandle> {
  const digest = digestOf(file, input);
  const before = await executionsBefore(system, file, digest);
  const open = before.find(({ endedAt }) => endedAt === null);
  const { talk } = terminal;
  if (typed.has('continue') && open !== undefined) {
    if (open.phase === 'suspended') await system.resume(open.id);
    talk.line(`continuing execution ${open.id}`);
    return system.attach(open.id);
  }
  if (open !== undefined && typed.value('key') === undefined) {
    talk.line(talk.paint.dim(`${open.id} of the same file and input is unfinished; --continue takes it up instead`));
  }
  const idempotencyKey = typed.value('key') ?? `run/${digest}/${chosen(typed, before)}`;
  const limits = typed.value('budget');
  const budget = limits === undefined ? {} : { budget: parseBudget(limits, '--budget') };
  return system.submitWorkflow({ workflow: file.definition, input, idempotencyKey, ...budget });
}

function digestOf({ hash }: ValidDefinition, input: Json): string {
  return createHash('sha256')
    .update(`${hash}\n${JSON.stringify(input)}`)
    .digest('hex')
    .slice(0, 32);
}

async function executionsBefore(
  system: OrchestrationSystem,
  { namespace, name }: ValidDefinition,
  digest: string,
): Promise<readonly ExecutionView[]> {
  const views = await system.listExecutions({ namespace, name, limit: 1_000 });
  return views.filter(({ idempotencyKey }) => idempotencyKey?.startsWith(`run/${digest}/`));
}

function chosen(typed: Arguments, before: readonly ExecutionView[]): string {
  return typed.has('continue') ? `after/${before[0]?.id ?? 'none'}` : randomUUID();
}
