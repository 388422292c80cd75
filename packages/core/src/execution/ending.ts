import { fault, FaultError, type Fault } from '../kernel/fault.ts';
import { givenOr, writtenAlike, type Json } from '../kernel/json.ts';
import type { ExecutionEvent } from '../event/event.ts';
import type { OutputRules } from '../program/data-rules.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { TaskKey } from '../step/step.ts';
import { joinedContext } from './branch-context.ts';
import { compiledTask, naturalOutput } from './evolve-task.ts';
import { chainTo, childrenOf, forkNodeOf, frameAt, walkFrame, branchIndex, type Chain } from './frames.ts';
import { contextOf, taskScope, type Sight } from './scope.ts';
import type { Frame, OpenOperation, StepState } from './state.ts';
import { lastName, parentOf, timerId } from './task-key.ts';
import type { Transition } from './transition.ts';
import { allOperations, dueOf } from './operations.ts';

/** A task that is about to end well. */
export interface Completion {
  readonly key: TaskKey;
  /** What it produced; undefined for its natural output (see `naturalOutput`). */
  readonly output?: Json;
  /** For tasks without a frame: what they were given. */
  readonly entry?: { readonly node: TaskNode; readonly rawInput: Json; readonly input: Json };
  /** Where a `switch` goes. */
  readonly to?: number | 'exit' | 'end';
}

/** Ends a task well: transforms and checks its output, exports, records, and lets the flow go on. */
export function complete(tx: Transition, completion: Completion): void {
  const { key } = completion;
  const frame = completion.entry === undefined ? frameAt(tx, key) : null;
  const node = completion.entry?.node ?? compiledTask(tx, key);
  const flowing = completion.entry?.rawInput ?? null;
  const natural = frame === null ? flowing : naturalOutput(frame, flowing);
  const raw = givenOr(completion.output, natural);
  let result: Result = { output: raw, context: undefined };
  if (!isPlain(node)) {
    try {
      result = transformed(tx, { raw, sight: sightOfEnd(tx, completion, { frame, node, raw }) });
    } catch (error) {
      fail(tx, key, faultOf(error, node));
      return;
    }
  }
  if (frame !== null) releaseRest(tx, frame);
  const { output, context } = result;
  tx.emit(completedEvent(completion, { output: writtenAlike(output, natural) ? undefined : output, context }));
  flowOn(tx, key);
}

interface Result<T = Json> {
  readonly output: T;
  readonly context: Json | undefined;
}

/** Most tasks hand on what they produced as it is, and export nothing. */
function isPlain({ output, export: exported }: TaskNode): boolean {
  return output.as === undefined && output.check === undefined && exported.as === undefined;
}

function completedEvent({ key, to }: Completion, { output, context }: Result<Json | undefined>): ExecutionEvent {
  const event: { -readonly [K in keyof CompletedEvent]: CompletedEvent[K] } = { kind: 'task.completed', task: key };
  if (output !== undefined) event.output = output;
  if (context !== undefined) event.context = context;
  if (to !== undefined) event.to = to;
  return event;
}

type CompletedEvent = ExecutionEvent & { readonly kind: 'task.completed' };

interface Ended {
  readonly frame: Frame | null;
  readonly node: TaskNode;
  readonly raw: Json;
}

/** What the expressions at the end of a task see. */
function sightOfEnd(tx: Transition, completion: Completion, { frame, node, raw }: Ended): Sight {
  const { key } = completion;
  return {
    chain: chainTo(tx, parentOf(key)) ?? [],
    key,
    node,
    ...givenTo(frame, completion),
    startedAt: frame?.startedAt ?? tx.at,
    rawOutput: raw,
    ...joined(tx, frame),
  };
}

/** A fork's own expressions see what its branches exported. */
function joined(tx: Transition, frame: Frame | null): { readonly context?: Json } {
  const context = frame?.kind === 'fork' ? joinedContext(tx, chainTo(tx, frame.key) ?? []) : undefined;
  return context === undefined ? {} : { context };
}

function givenTo(frame: Frame | null, { entry }: Completion): { readonly rawInput: Json; readonly input: Json } {
  if (frame !== null) return { rawInput: frame.rawInput, input: frame.input };
  return { rawInput: entry?.rawInput ?? null, input: entry?.input ?? null };
}

/** The output and the exported context that the rules of a task make of what it produced. */
function transformed(tx: Transition, { raw, sight }: { readonly raw: Json; readonly sight: Sight }): Result {
  const output = transform(tx, { rules: sight.node.output, value: raw, sight, what: 'output' });
  return { output, context: exported(tx, { ...sight, output }, output) };
}

interface Transformation {
  readonly rules: OutputRules;
  readonly value: Json;
  readonly sight: Sight;
  readonly what: string;
}

function transform(tx: Transition, { rules, value, sight, what }: Transformation): Json {
  const result = rules.as === undefined ? value : rules.as.evaluate(value, taskScope(tx, sight));
  check(rules.check?.(result), what);
  return result;
}

function exported(tx: Transition, sight: Sight, output: Json): Json | undefined {
  const rules = sight.node.export;
  if (rules.as === undefined) return undefined;
  const context = transform(tx, { rules, value: output, sight, what: 'exported context' });
  return writtenAlike(context, contextOf(tx, sight)) ? undefined : context;
}

/** Throws a validation fault that lists the problems, when there are any. */
export function check(problems: readonly string[] | undefined, what: string): void {
  if (problems !== undefined && problems.length > 0)
    throw new FaultError(fault('validation', `the ${what} is not valid: ${problems.join('; ')}`));
}

/** The fault of an error thrown by evaluating; anything else is a defect and goes on up. */
export function faultOf(error: unknown, node: TaskNode | null): Fault {
  if (!(error instanceof FaultError)) throw error;
  return node === null ? error.fault : { ...error.fault, instance: error.fault.instance ?? node.reference };
}

/** After a task ended: its sequence goes on, or its fork looks at the branches that waited for it. */
export function flowOn(tx: Transition, key: TaskKey): void {
  const parent = parentOf(key);
  const container = frameAt(tx, parent);
  if (container?.kind !== 'fork') tx.work.push({ kind: 'flow', key: parent });
  else
    tx.work.push({
      kind: 'branch',
      fork: parent,
      index: branchIndex(forkNodeOf(tx.program, container), lastName(key)),
    });
}

/** Ends a task with a fault, abandoning what is open inside it, and hands the fault to what is around it. */
export function raise(tx: Transition, key: TaskKey, raised: Fault): void {
  const frame = frameAt(tx, key);
  if (frame !== null) abandonChildren(tx, frame, 'the task around it faulted');
  const left = frameAt(tx, key);
  if (left !== null) release(tx, left);
  tx.faulted.add(key);
  tx.emit({ kind: 'task.faulted', task: key, fault: raised });
  tx.work.push({ kind: 'fault', key: parentOf(key), fault: raised });
}

/** Ends a task whose step came back with a fault: there is no child left that the execution would have to close. */
export function fail(tx: Transition, key: TaskKey, raised: Fault): void {
  const frame = frameAt(tx, key);
  if (frame?.kind === 'call' && frame.effect.kind === 'workflow') {
    tx.emit({ kind: 'step.failed', step: key, fault: raised });
  }
  raise(tx, key, raised);
}

/** Abandons everything open directly inside a frame. */
export function abandonChildren(tx: Transition, frame: Frame, reason: string): void {
  for (const child of childrenOf(frame)) abandon(tx, child, reason);
}

/** Abandons a frame with everything inside it: steps are aborted, timers cancelled, children told to cancel. */
export function abandon(tx: Transition, frame: Frame, reason: string): void {
  walkFrame(frame, (inner) => release(tx, inner));
  tx.emit({ kind: 'task.cancelled', task: frame.key, reason });
}

/** Cancels the timers of a frame and aborts its open step. */
function release(tx: Transition, frame: Frame): void {
  const inFlight = frame.kind === 'call' && isInFlight(frame.step);
  if (inFlight && frame.key !== tx.answered) tx.aborted.push(frame.key);
  releaseRest(tx, frame);
}

/** True for a step that somebody outside may be busy with: performing it, probing it, or asking a gate for it. */
function isInFlight({ kind }: StepState): boolean {
  return kind === 'performing' || kind === 'probing' || kind === 'gated';
}

/** Cancels the timers of a frame, and what a durable function left open: the branches of a race that lost, say. */
function releaseRest(tx: Transition, frame: Frame): void {
  if (frame.timeoutAt !== null) cancel(tx, timerId('timeout', frame.key));
  if (frame.kind === 'wait' && frame.due !== null) cancel(tx, timerId('wait', frame.key));
  if (frame.kind === 'try') cancelTryTimers(tx, frame);
  if (frame.kind !== 'call') return;
  if (frame.step.kind === 'gated' && frame.step.approval !== null) cancel(tx, timerId('approval', frame.key));
  releaseOperations(tx, frame);
}

/** Cancels the timers of a function's open operations and aborts those in flight. */
export function releaseOperations(tx: Transition, { operations }: Frame & { readonly kind: 'call' }): void {
  for (const open of allOperations(operations)) releaseOperation(tx, open);
}

/** Cancels the timer of an open operation and aborts it when it is in flight. */
export function releaseOperation(tx: Transition, { step, state }: OpenOperation): void {
  if (state.kind === 'performing' || state.kind === 'gated') tx.aborted.push(step);
  if (state.kind === 'gated' && state.approval !== null) cancel(tx, timerId('approval', step));
  if (dueOf(state) !== undefined) cancel(tx, timerId('operation', step));
}

function cancelTryTimers(tx: Transition, frame: Frame & { readonly kind: 'try' }): void {
  if (frame.retryAt !== null) cancel(tx, timerId('retry', frame.key));
  if (frame.attemptTimeoutAt !== null) cancel(tx, timerId('attempt', frame.key));
}

function cancel(tx: Transition, timer: string): void {
  tx.emit({ kind: 'timer.cancelled', timer });
}

/** The chain around a task that has no frame yet. */
export function chainAround(tx: Transition, key: TaskKey): Chain {
  return chainTo(tx, parentOf(key)) ?? [];
}
