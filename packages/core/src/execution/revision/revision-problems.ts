import { canonicalJson } from '../../kernel/canonical-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Sequence } from '../../program/flow.ts';
import type { Program } from '../../program/program.ts';
import type { ForkNode, TaskNode } from '../../program/task-node.ts';
import { branchAt } from '../branches.ts';
import type { Frame, SequenceState } from '../state.ts';
import { nodeOf, type Running } from '../frames.ts';

/**
 * Why a program cannot take the place of the one that an execution goes on by; empty when it can. It may have other tasks where none
 * has started, and in place of tasks that failed and wait for that; whatever has started or ended stays as it is.
 */
export function revisionProblems(running: Running, next: Program): readonly string[] {
  const { program, state } = running;
  if (state.ending !== null) return ['the execution is on its way to its end'];
  return [
    ...outerProblems(program, next),
    ...sequenceProblems({ running, next, state: state.sequence }, [program.root, next.root], 'the workflow'),
  ];
}

/** Members of a definition whose tasks have not all been read off it yet. */
const mayDiffer = new Set(['document', 'do', 'output']);

function outerProblems(program: Program, next: Program): readonly string[] {
  const names = new Set([...Object.keys(program.definition), ...Object.keys(next.definition)]);
  const members = [...names].filter(
    (name) => !mayDiffer.has(name) && !same(program.definition[name], next.definition[name]),
  );
  const { namespace, name } = program.reference;
  return [
    ...(next.reference.namespace === namespace && next.reference.name === name
      ? []
      : [`it is called ${next.reference.namespace}/${next.reference.name}, not ${namespace}/${name}`]),
    ...members.map((member) => `"${member}" of the definition was in force from the start: leave it as it is`),
    ...(same({ ...program.metadata.budget }, { ...next.metadata.budget })
      ? []
      : ['it has another budget: a budget is raised by itself (baton budget set)']),
  ];
}

interface Comparing {
  readonly running: Running;
  readonly next: Program;
  readonly state: SequenceState;
}

type Pair<T> = readonly [before: T, after: T];

function sequenceProblems(
  { running, next, state }: Comparing,
  [before, after]: Pair<Sequence>,
  where: string,
): readonly string[] {
  const { position, child } = state;
  const begun = child === null ? position : position + 1;
  return before.tasks.slice(0, begun).flatMap((task, at) => {
    const old = running.program.tasks[task];
    const now = next.tasks[after.tasks[at] ?? -1];
    if (old === undefined) return [];
    if (now === undefined || now.name !== old.name) return [`${old.name} of ${where} has begun: leave it where it is`];
    if (child !== null && at === position) return frameProblems({ running, next }, child, now);
    return sameTask(old, now) ? [] : [`${old.name} of ${where} has ended: leave it as it is`];
  });
}

function frameProblems({ running, next }: Omit<Comparing, 'state'>, frame: Frame, now: TaskNode): readonly string[] {
  const old = nodeOf(running.program, frame);
  if (sameTask(old, now)) return [];
  if (frame.kind === 'fork' && old.kind === 'fork' && now.kind === 'fork' && sameFork(old, now))
    return branchProblems({ running, next }, frame, [old, now]);
  if (frame.kind === 'do' && isPlainDo(old) && isPlainDo(now) && sameBut(old, now, 'do'))
    return sequenceProblems({ running, next, state: frame.sequence }, [old.sequence, now.sequence], frame.key);
  return [`${frame.key} has started: leave it as it is`];
}

/** A `do` that the author wrote, not one that stands for a task with what extends it. */
function isPlainDo(node: TaskNode): node is TaskNode & { readonly kind: 'do' } {
  const written = node.definition['do'];
  return node.kind === 'do' && Array.isArray(written) && written.length === node.sequence.tasks.length;
}

function branchProblems(
  { running, next }: Omit<Comparing, 'state'>,
  frame: Frame & { readonly kind: 'fork' },
  [old, now]: Pair<ForkNode>,
): readonly string[] {
  return old.branches.flatMap(({ name, task }, index) => {
    const state = branchAt(frame.branches, index);
    if (state === undefined || state.kind === 'blocked' || state.kind === 'failed') return [];
    const kept = next.tasks[now.branches[now.branchByName.get(name) ?? -1]?.task ?? -1];
    const written = running.program.tasks[task];
    const how = state.kind === 'open' ? 'has started' : 'has ended';
    if (kept === undefined) return [`${frame.key}/${name} ${how}: it cannot be left out`];
    if (state.kind === 'open') return frameProblems({ running, next }, state.frame, kept);
    return written !== undefined && sameTask(written, kept) ? [] : [`${frame.key}/${name} ${how}: leave it as it is`];
  });
}

function sameTask(old: TaskNode, now: TaskNode): boolean {
  return same(old.definition, now.definition);
}

/** The forks are the same but for their branches. */
function sameFork(old: ForkNode, now: ForkNode): boolean {
  return (
    old.compete === now.compete &&
    !old.compete &&
    same(withoutBranches(old.definition), withoutBranches(now.definition))
  );
}

function withoutBranches(definition: JsonObject): JsonObject {
  const fork = definition['fork'];
  return { ...definition, fork: isJsonObject(fork) ? { ...fork, branches: [] } : null };
}

function sameBut(old: TaskNode, now: TaskNode, member: string): boolean {
  return same({ ...old.definition, [member]: null }, { ...now.definition, [member]: null });
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
