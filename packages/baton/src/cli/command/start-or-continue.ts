import { createHash, randomUUID } from 'node:crypto';
import type { CatalogEntry, ExecutionView, Json, JsonObject } from '@batonhq/core';
import type { ExecutionHandle, OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { publish, validDefinition } from './publish-file.ts';

/** What a command line wants executed. */
export interface ExecutionRequest {
  readonly typed: Arguments;
  readonly definition: JsonObject;
  readonly input: Json;
}

/** Reads the definition and the input of a command line, before anything is touched. Throws a UsageError. */
export async function readRequest(typed: Arguments, terminal: Terminal): Promise<ExecutionRequest> {
  const given = typed.value('input');
  const input = given === undefined ? {} : await readJsonArgument(given, '--input');
  return { typed, definition: await validDefinition(typed, terminal), input };
}

/**
 * Starts an execution of the file, or with `--continue` takes up the unfinished one of the same definition and input.
 *
 * Each execution that `baton run` starts has an idempotency key that begins with the digest of both, so that it is
 * found again. What follows the digest is chance, save with `--continue`: there it names the execution before, so that
 * two processes that start at the same time start one execution.
 */
export async function startOrContinue(
  { typed, definition, input }: ExecutionRequest,
  system: OrchestrationSystem,
  terminal: Terminal,
): Promise<ExecutionHandle> {
  const entry = await publish(system, definition, terminal);
  const digest = digestOf(entry, input);
  const before = await executionsBefore(system, entry, digest);
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
  const { namespace, name, version } = entry;
  const idempotencyKey = typed.value('key') ?? `run/${digest}/${chosen(typed, before)}`;
  return system.submitWorkflow({ workflow: `${namespace}/${name}:${version}`, input, idempotencyKey });
}

function digestOf({ hash }: CatalogEntry, input: Json): string {
  return createHash('sha256')
    .update(`${hash}\n${JSON.stringify(input)}`)
    .digest('hex')
    .slice(0, 32);
}

async function executionsBefore(
  system: OrchestrationSystem,
  { namespace, name }: CatalogEntry,
  digest: string,
): Promise<readonly ExecutionView[]> {
  const views = await system.listExecutions({ namespace, name, limit: 1_000 });
  return views.filter(({ idempotencyKey }) => idempotencyKey?.startsWith(`run/${digest}/`));
}

function chosen(typed: Arguments, before: readonly ExecutionView[]): string {
  return typed.has('continue') ? `after/${before[0]?.id ?? 'none'}` : randomUUID();
}
