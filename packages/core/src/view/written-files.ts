import type { ExecutionEvent, Recorded } from '../event/event.ts';
import { isUndo, lastName, taskOfStep } from '../execution/task-key.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { escapeName } from '../program/task-path.ts';
import type { Effect } from '../step/effect.ts';
import type { StepId, TaskKey } from '../step/step.ts';

/** A file that an execution wrote, as its journal tells. */
export interface WrittenFile {
  /** As the function that wrote it named it. */
  readonly path: string;
  /** The task that wrote it, or around the function that had it written. */
  readonly task: TaskKey;
  /** The task again, or the operation of a durable function that wrote it. */
  readonly step: StepId;
  readonly function: string;
  /** When the journal was told, in milliseconds since 1970: it was written before. */
  readonly at: number;
  /** Written by the execution that this one was branched off from. */
  readonly isPast: boolean;
}

/** What it takes to know who writes files. */
export interface FileWriters {
  /** Members of a function's output that are paths of files it wrote, `path` or `pieces.path`; none where it writes none. */
  readonly membersOf: (name: string) => readonly string[];
  /** Every definition that the execution went by. */
  readonly definitions: readonly JsonObject[];
}

/** Letters of a path: no file system takes more. */
const longestPath = 4_096;

/**
 * The files that functions called by an execution say they wrote, each with who wrote it last, in that order. Nobody else's
 * word counts: an output that the definition reshapes (`output.as`), that a person settled or a probe told, is not the
 * function's own, and what undoes a task leaves no result.
 *
 * @example
 * ```ts
 * import { writtenFiles, type Recorded } from '@batonhq/core';
 *
 * const membersOf = (name: string) => (name === 'agenda_write' ? ['path'] : []);
 * const pathsIn = (events: readonly Recorded[]) =>
 *   writtenFiles(events, { membersOf, definitions: [] }).map(({ path }) => path);
 * ```
 */
export function writtenFiles(events: readonly Recorded[], writers: FileWriters): readonly WrittenFile[] {
  const reshaped = new Set(writers.definitions.flatMap((definition) => reshapedCalls(definition)));
  const telling: Telling = { calls: new Map(), doubted: new Set(), reshaped, membersOf: writers.membersOf };
  const last = new Map<string, WrittenFile>();
  for (const file of told(events, telling)) {
    // Written again, it comes later.
    last.delete(file.path);
    last.set(file.path, file);
  }
  return [...last.values()];
}

interface Telling {
  /** Functions by the steps that call them. */
  readonly calls: Map<StepId, string>;
  /** Steps whose outcome somebody else may have told. */
  readonly doubted: Set<StepId>;
  /** Last names of tasks whose output is not what was called put out. */
  readonly reshaped: ReadonlySet<string>;
  readonly membersOf: FileWriters['membersOf'];
}

function* told(events: readonly Recorded[], telling: Telling): Generator<WrittenFile> {
  for (const { event, at } of events) {
    if (event.kind === 'execution.started')
      for (const file of told(event.past?.events ?? [], telling)) yield { ...file, isPast: true };
    else for (const file of toldBy(event, telling)) yield { ...file, at, isPast: false };
  }
}

function toldBy(event: ExecutionEvent, telling: Telling): readonly Omit<WrittenFile, 'at' | 'isPast'>[] {
  switch (event.kind) {
    case 'task.started':
      note(telling, event.task, event.effect);
      return [];
    case 'step.claimed':
    case 'step.gated':
      note(telling, event.step, event.operation?.kind === 'call' ? event.operation.effect : undefined);
      return [];
    case 'step.probing':
    case 'step.settled':
      telling.doubted.add(event.step);
      return [];
    case 'step.completed':
      return filesOf(telling, event.step, event.output);
    case 'task.completed':
      return telling.reshaped.has(lastName(event.task)) ? [] : filesOf(telling, event.task, event.output ?? null);
    default:
      return [];
  }
}

function note({ calls }: Telling, step: StepId, effect: Effect | undefined): void {
  if (effect?.kind === 'function' && !isUndo(step)) calls.set(step, effect.name);
}

function filesOf(
  { calls, doubted, membersOf }: Telling,
  step: StepId,
  output: Json,
): readonly Omit<WrittenFile, 'at' | 'isPast'>[] {
  const called = calls.get(step);
  if (called === undefined || doubted.has(step)) return [];
  const paths = membersOf(called).flatMap((member) => textsAt(output, member.split('.')));
  return paths.map((path) => ({ path, task: taskOfStep(step), step, function: called }));
}

/** The texts under these names, of each where there is a list. */
function textsAt(value: Json, names: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsAt(one, names));
  const [name, ...rest] = names;
  if (name !== undefined) return isJsonObject(value) ? textsAt(value[name] ?? null, rest) : [];
  // Half a letter is written as the mark for that, and could stand in no address.
  return typeof value === 'string' && value !== '' && value.length <= longestPath ? [value.toWellFormed()] : [];
}

/** Names of calls anywhere in a definition that put out something else than what was called does. */
function reshapedCalls(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(reshapedCalls);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, inside]) => [
    ...(isReshapedCall(inside) ? [escapeName(name)] : []),
    ...reshapedCalls(inside),
  ]);
}

function isReshapedCall(value: Json): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'call')) return false;
  const output = value['output'];
  return isJsonObject(output) && Object.hasOwn(output, 'as');
}
