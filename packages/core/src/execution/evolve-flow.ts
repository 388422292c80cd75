import { assert } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import type { ExecutionEvent } from '../event/event.ts';
import { startIteration } from './evolve-listen.ts';
import { chainTo, withFrame, type Running } from './frames.ts';
import type { ExecutionState, Frame, SequenceState } from './state.ts';

type FlowEvent = Extract<
  ExecutionEvent,
  { readonly kind: 'iteration.started' | 'attempt.failed' | 'attempt.started' | 'fault.caught' | 'lock.acquired' }
>;

/** Moves a `for` to its next iteration, a `try` to its next attempt or into its catch; gives a task its lock. */
export function evolveFlow(running: Running, event: FlowEvent): ExecutionState {
  const chain = chainTo(running, event.task);
  const frame = chain?.at(-1);
  assert(chain && frame, `${event.task} is not open`);
  if (frame.kind === 'listen' && event.kind === 'iteration.started')
    return withFrame(running, chain, startIteration(running, frame, event.index));
  return withFrame(running, chain, moved(frame, event));
}

function moved(frame: Frame, event: FlowEvent): Frame {
  if (event.kind === 'iteration.started') {
    assert(frame.kind === 'for', `${frame.key} does not iterate`);
    return { ...frame, index: event.index, sequence: restarted(frame.sequence.value) };
  }
  if (event.kind === 'lock.acquired') {
    assert(frame.kind === 'do', `${frame.key} asks for no lock`);
    return { ...frame, lock: { key: event.key, token: event.token } };
  }
  assert(frame.kind === 'try', `${frame.key} does not try`);
  if (event.kind === 'attempt.failed')
    return { ...frame, stage: 'delay', caught: event.fault, retryAt: event.retryAt, attemptTimeoutAt: null };
  if (event.kind === 'attempt.started')
    return { ...frame, stage: 'body', attempt: event.attempt, retryAt: null, sequence: restarted(frame.input) };
  return { ...frame, stage: 'catch', caught: event.fault, attemptTimeoutAt: null, sequence: restarted(frame.input) };
}

function restarted(value: Json): SequenceState {
  return { position: 0, turn: 0, left: null, value, child: null };
}
