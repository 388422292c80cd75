import {
  cutBefore,
  foldEvents,
  previewBranch,
  tasksNamed,
  withBase,
  type BranchPreview,
  type CatalogEntry,
  type ExecutionOrigin,
  type Journal,
  type Json,
  type Program,
  type Recorded,
} from '@batonhq/core';
import { familyIn, familyOf } from './catalog/program-family.ts';
import type { Programs } from './catalog/programs.ts';
import { RequestError } from './control/problem.ts';
import { NotFoundError } from './errors.ts';
import type { Limits } from './limits.ts';
import { allEvents } from './live/event-pages.ts';
import { copyJson } from './payload.ts';
import type { Start } from './starter.ts';

/** Which execution to branch off, where, and for whom. */
export interface BranchRequest {
  readonly execution: string;
  /** The task that begins anew: its reference, or its name where only one task has it. Absent: everything does. */
  readonly from?: string;
  /** What flows into that task (or into the workflow) instead of what flowed in. */
  readonly input?: Json;
  /** Those of the original when missing, save the user, who is `local`. */
  readonly tenant?: string;
  readonly user?: string;
  readonly priority?: number;
  /** The same key of the same tenant starts one execution, however often it is sent. Never that of the original. */
  readonly idempotencyKey?: string;
}

/** What branching off needs. */
export interface BranchHost {
  readonly journal: Pick<Journal, 'read'>;
  readonly programs: Pick<Programs, 'byHash'>;
  readonly limits: Limits;
}

/** What looking ahead needs: nothing that could change anything. */
export interface PreviewHost {
  readonly journal: Pick<Journal, 'read' | 'definition'>;
  readonly compile: (entry: CatalogEntry) => Program;
}

/**
 * The start of an execution that goes on from a point of another one, with the definition that one had. The original
 * stays as it is.
 *
 * @throws {NotFoundError} when there is no such execution, or the task never began in it.
 * @throws {RequestError} when several tasks have the name.
 */
export async function startOfBranch(request: BranchRequest, { journal, programs, limits }: BranchHost): Promise<Start> {
  const { execution, from } = request;
  const events = await allEvents(journal, execution);
  const first = events[0]?.event;
  if (first?.kind !== 'execution.started') throw new NotFoundError(`there is no execution ${execution}`);
  const family = await familyOf({ events }, (hash) => programs.byHash(hash));
  if (family === null) throw new NotFoundError(`there is no execution ${execution}`);
  const given = request.input === undefined ? undefined : copyJson(request.input, limits);
  if (from === undefined) {
    return {
      program: family,
      input: given === undefined ? first.input : given,
      origin: originOf(request, first.origin, 0),
    };
  }
  const cut = cutBefore(family, events, taskOf(events, execution, from));
  if (cut === null) throw new NotFoundError(neverBegan(from, execution));
  const past = { ...cut.past, ...(given !== undefined && { input: given }) };
  const begun = foldEvents(family, null, { execution, events: cut.past.events });
  const program = begun === null ? family : withBase(family, begun.definition.hash);
  return { program, input: first.input, origin: originOf(request, first.origin, cut.seq), past };
}

/**
 * What branching off an execution would do, before it is done: which outside calls it may make again, and what flows into
 * where it begins.
 *
 * @throws {NotFoundError} when there is no such execution, its definition is gone, or the task never began in it.
 * @throws {RequestError} when several tasks have the name.
 * @example
 * const preview = await previewOfBranch({ execution: 'order-4711', from: 'notify' }, { journal, compile: programCompiler() });
 */
export async function previewOfBranch(
  { execution, from }: Pick<BranchRequest, 'execution' | 'from'>,
  { journal, compile }: PreviewHost,
): Promise<BranchPreview> {
  const events = await allEvents(journal, execution);
  const program = await familyIn({ journal, compile }, { events });
  if (program === null) throw new NotFoundError(`there is no execution ${execution}, or its definition is gone`);
  const task = from === undefined ? null : taskOf(events, execution, from);
  const preview = previewBranch(program, events, task);
  if (preview === null) throw new NotFoundError(neverBegan(from ?? '', execution));
  return preview;
}

function taskOf(events: readonly Recorded[], execution: string, from: string): string {
  const [task, other, ...more] = tasksNamed(events, from);
  if (task === undefined) throw new NotFoundError(neverBegan(from, execution));
  if (other === undefined) return task;
  const shown = [task, other, ...more].slice(0, 5).join(', ');
  throw new RequestError(`execution ${execution} has ${more.length + 2} tasks named ${from}: give one of ${shown}`);
}

function neverBegan(task: string, execution: string): string {
  return `no task ${task} began in execution ${execution}`;
}

function originOf(request: BranchRequest, original: ExecutionOrigin, seq: number): ExecutionOrigin {
  const { execution, tenant = original.tenant, user = 'local', priority = original.priority, idempotencyKey } = request;
  return {
    tenant,
    user,
    priority,
    branchedFrom: { execution, seq },
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}
