import type { Fault } from '../../kernel/fault.ts';
import type { Json } from '../../kernel/json.ts';
import type { TaskKind, TaskNode } from '../../program/task-node.ts';
import type { TaskKey } from '../../step/step.ts';
import type { Scope } from '../../expression/evaluator.ts';
import type { Frame } from '../state.ts';
import type { Transition } from '../transition.ts';

/** The compiled task of a kind. */
export type NodeOf<K extends TaskKind> = TaskNode & { readonly kind: K };

/** A task on its way in: its `if` held and its input is valid and transformed. */
export interface Entry<K extends TaskKind> {
  readonly node: NodeOf<K>;
  readonly key: TaskKey;
  readonly rawInput: Json;
  readonly input: Json;
  readonly scope: Scope;
}

/** What the kinds of open frames are. */
export type FrameKind = Frame['kind'];

/** An open frame with its compiled task. */
export interface Opened<K extends FrameKind> {
  readonly frame: Frame & { readonly kind: K };
  readonly node: TaskNode;
}

/** Beginning a task of one kind: it completes at once, or opens a frame. May throw a `FaultError`. */
export interface TaskHandler<K extends TaskKind> {
  enter(tx: Transition, entry: Entry<K>): void;
}

/** A frame that has tasks inside it. */
export interface ContainerHandler<K extends FrameKind> {
  /** Nothing is open in its sequence, or a fork may start branches: move on. */
  flow(tx: Transition, opened: Opened<K>): void;
  /** A task inside it faulted and is closed. */
  fault(tx: Transition, opened: Opened<K>, fault: Fault): void;
}
