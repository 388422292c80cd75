import type { Recorded } from '../event/event.ts';
import { assert } from '../kernel/assert.ts';
import type { Program } from '../program/program.ts';
import type { ExecutionState } from './state.ts';

/**
 * The program that an execution goes on by: the one that it began with, unless people agreed to another one since.
 *
 * @example
 * ```ts
 * import { programAt, type ExecutionState, type Program } from '@batonhq/core';
 *
 * const tasksOf = (program: Program, state: ExecutionState) => programAt(program, state).tasks.length;
 * ```
 */
export function programAt(program: Program, { definition }: Pick<ExecutionState, 'definition'>): Program {
  return program.revisions === undefined ? program : programOf(program, definition.hash);
}

/** The program itself, or one of those that revise it, by the hash of its definition. */
export function programOf(program: Program, hash: string): Program {
  const found = program.reference.hash === hash ? program : program.revisions?.get(hash);
  assert(found, `no program with the hash ${hash} is known to this execution`);
  return found;
}

/** A program together with those that take its place, or may. */
export function withRevisions(program: Program, others: readonly Program[]): Program {
  const known = new Map(program.revisions);
  for (const other of others) known.set(other.reference.hash, other);
  return others.length === 0 ? program : { ...program, revisions: known };
}

/** The same programs, beginning with another one of them. */
export function withBase(program: Program, hash: string): Program {
  if (program.reference.hash === hash) return program;
  const base = programOf(program, hash);
  return withRevisions(base, [...(program.revisions?.values() ?? []), program]);
}

/** What was read of an execution: a snapshot, and the events after it; or all events. */
export interface Told {
  readonly snapshot?: ExecutionState | null;
  readonly events: readonly Recorded[];
}

/**
 * The hashes of the programs that it takes to fold an execution and to decide on it: that of the definition that it begins
 * with first. Empty when nothing was read.
 */
export function programHashes({ snapshot = null, events }: Told): readonly string[] {
  const hashes = snapshot === null ? [] : [snapshot.definition.hash, ...asked(snapshot)];
  return [...new Set([...hashes, ...events.flatMap(({ event }) => hashesIn(event))])];
}

function asked({ supervision }: ExecutionState): readonly string[] {
  return (supervision?.open ?? []).flatMap(({ question }) =>
    question.kind === 'revision' ? [question.definition.hash] : [],
  );
}

function hashesIn(event: Recorded['event']): readonly string[] {
  switch (event.kind) {
    case 'execution.started':
      return [event.definition.hash, ...programHashes({ events: event.past?.events ?? [] })];
    case 'program.revised':
      return [event.definition.hash];
    case 'approval.requested':
      return event.question?.kind === 'revision' ? [event.question.definition.hash] : [];
    default:
      return [];
  }
}
