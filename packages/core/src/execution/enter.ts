import { unreachable } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { TaskKey } from '../step/step.ts';
import { branchAt } from './branches.ts';
import { chainAround, check, faultOf, flowOn, raise } from './ending.ts';
import { forkNodeOf, frameAt, programSequence, scopePrefix, sequenceOf, branchIndex } from './frames.ts';
import { callTask } from './kinds/call.ts';
import { doTask } from './kinds/do.ts';
import { emitTask } from './kinds/emit.ts';
import { forTask } from './kinds/for.ts';
import { forkTask } from './kinds/fork.ts';
import { listenTask } from './kinds/listen.ts';
import { raiseTask } from './kinds/raise.ts';
import { setTask } from './kinds/set.ts';
import { switchTask } from './kinds/switch.ts';
import { tryTask } from './kinds/try.ts';
import { waitTask } from './kinds/wait.ts';
import { taskScope, type Sight } from './scope.ts';
import { nextKey, rootSequence } from './sequence.ts';
import { lastName, parentOf, rootKey, undoKey, undoOf } from './task-key.ts';
import type { Transition } from './transition.ts';

interface Arrival {
  readonly key: TaskKey;
  readonly task: number;
  readonly rawInput: Json;
}

/** Begins a task, unless the flow has moved on since this was put on the list of work. */
export function enter(tx: Transition, { key, task, rawInput }: Arrival): void {
  const node = tx.program.tasks[task];
  if (node === undefined || tx.faulted.has(key) || !expects(tx, key)) return;
  const sight: Sight = { chain: chainAround(tx, key), key, node, startedAt: tx.at, rawInput };
  try {
    if (skipped(tx, sight)) return;
    const input = inputOf(tx, sight);
    dispatch(tx, { key, node, rawInput, input, scope: taskScope(tx, { ...sight, input }) });
  } catch (error) {
    raise(tx, key, faultOf(error, node));
  }
}

/** True when the container of this key is waiting for just this task. */
function expects(tx: Transition, key: TaskKey): boolean {
  const parent = parentOf(key);
  if (parent === undoKey) return awaitsUndo(tx, key);
  if (parent === rootKey) return tx.state.sequence.child === null && nextKey(tx, rootSequence(tx)) === key;
  const frame = frameAt(tx, parent);
  if (frame === null) return false;
  if (frame.kind === 'fork')
    return branchAt(frame.branches, branchIndex(forkNodeOf(tx.program, frame), lastName(key)))?.kind === 'blocked';
  const state = sequenceOf(frame);
  return (
    state !== null &&
    state.child === null &&
    nextKey(tx, { state, compiled: programSequence(tx.program, frame), prefix: scopePrefix(frame) }) === key
  );
}

function awaitsUndo({ state: { compensation } }: Transition, key: TaskKey): boolean {
  return compensation !== null && compensation.sequence.child === null && undoOf(compensation.of) === key;
}

function skipped(tx: Transition, sight: Sight): boolean {
  const condition = sight.node.if;
  if (condition === undefined) return false;
  if (condition.evaluate(sight.rawInput, taskScope(tx, sight)) === true) return false;
  tx.emit({ kind: 'task.skipped', task: sight.key });
  flowOn(tx, sight.key);
  return true;
}

function inputOf(tx: Transition, sight: Sight): Json {
  const { check: schema, from } = sight.node.input;
  check(schema?.(sight.rawInput), 'input');
  return from === undefined ? sight.rawInput : from.evaluate(sight.rawInput, taskScope(tx, sight));
}

interface Arrived {
  readonly key: TaskKey;
  readonly node: TaskNode;
  readonly rawInput: Json;
  readonly input: Json;
  readonly scope: ReturnType<typeof taskScope>;
}

/** One line per kind; a new kind does not compile until it stands here. */
function dispatch(tx: Transition, entry: Arrived): void {
  const { node } = entry;
  switch (node.kind) {
    case 'do':
      return doTask.enter(tx, { ...entry, node });
    case 'set':
      return setTask.enter(tx, { ...entry, node });
    case 'switch':
      return switchTask.enter(tx, { ...entry, node });
    case 'fork':
      return forkTask.enter(tx, { ...entry, node });
    case 'for':
      return forTask.enter(tx, { ...entry, node });
    case 'try':
      return tryTask.enter(tx, { ...entry, node });
    case 'raise':
      return raiseTask.enter(tx, { ...entry, node });
    case 'wait':
      return waitTask.enter(tx, { ...entry, node });
    case 'call':
      return callTask.enter(tx, { ...entry, node });
    case 'emit':
      return emitTask.enter(tx, { ...entry, node });
    case 'listen':
      return listenTask.enter(tx, { ...entry, node });
    default:
      return unreachable(node);
  }
}
