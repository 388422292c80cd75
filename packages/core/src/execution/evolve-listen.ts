import { assert } from '../kernel/assert.ts';
import { givenOr, type Json } from '../kernel/json.ts';
import type { ExecutionEvent } from '../event/event.ts';
import { messageName } from '../event/message-name.ts';
import type { ListenNode } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { withContext } from './evolve-task.ts';
import { chainTo, nodeOf, withFrame, type Chain, type Running } from './frames.ts';
import type { ExecutionState, Frame } from './state.ts';

type ListenFrame = Frame & { readonly kind: 'listen' };
type EventOf<K extends ExecutionEvent['kind']> = ExecutionEvent & { readonly kind: K };

/** Takes a CloudEvent out of the inbox, into the `listen` that consumed it. */
export function consumeSignal(running: Running, event: EventOf<'signal.consumed'>): ExecutionState {
  const wanted = messageName(event);
  const message = running.state.inbox.find((candidate) => messageName(candidate) === wanted);
  assert(message, `no CloudEvent ${event.id} is in the inbox`);
  const state = { ...running.state, inbox: running.state.inbox.filter((candidate) => candidate !== message) };
  const chain = chainTo({ ...running, state }, event.task);
  const frame = chain?.at(-1);
  assert(chain && frame, `${event.task} is not open`);
  if (frame.kind !== 'listen') return state;
  return withFrame({ ...running, state }, chain, consumed(listenNode(running, frame), frame, { event, message }));
}

function consumed(
  node: ListenNode,
  frame: ListenFrame,
  { event, message }: { readonly event: EventOf<'signal.consumed'>; readonly message: CloudEvent },
): ListenFrame {
  const { filter, until } = event;
  const keys = event.keys === undefined ? frame.keys : { ...frame.keys, ...event.keys };
  if (until === true) return { ...frame, keys, untilMet: answered(frame.untilMet, filter) };
  const next = { ...frame, keys, met: answered(frame.met, filter) };
  if (node.foreach !== undefined) return { ...next, current: message };
  return isForgetful(node) ? next : { ...next, heard: [...frame.heard, readAs(node.read, message)] };
}

/** Once is enough: only `all` asks which filters were answered, and each of its filters is answered once. */
function answered(met: readonly number[], filter: number | undefined): readonly number[] {
  return filter === undefined || met.includes(filter) ? met : [...met, filter];
}

/** Begins what is to be done for the event that was consumed last. */
export function startIteration(running: Running, frame: ListenFrame, index: number): ListenFrame {
  const { current } = frame;
  assert(current, `${frame.key} has consumed no event to work on`);
  const value = readAs(listenNode(running, frame).read, current);
  return { ...frame, index, sequence: { position: 0, turn: 0, left: null, value, child: null } };
}

/** Keeps what an iteration made of its event, and the context when it exported one. */
export function completeIteration(running: Running, event: EventOf<'iteration.completed'>): ExecutionState {
  const chain = chainTo(running, event.task) ?? [];
  const exported =
    event.context === undefined
      ? running.state
      : withContext(running, chain, { key: event.task, context: event.context });
  const next = { program: running.program, state: exported };
  const fresh: Chain = chainTo(next, event.task) ?? [];
  const frame = fresh.at(-1);
  assert(frame?.kind === 'listen' && frame.sequence !== null, `${event.task} does not iterate`);
  const output = givenOr(event.output, frame.sequence.value);
  const isForgotten = isForgetful(listenNode(next, frame));
  return withFrame(next, fresh, {
    ...frame,
    current: null,
    heard: isForgotten ? frame.heard : [...frame.heard, output],
  });
}

/** Notes that the kept events were brought. */
export function replayHistory(running: Running, { task }: EventOf<'history.replayed'>): ExecutionState {
  const chain = chainTo(running, task);
  const frame = chain?.at(-1);
  assert(chain && frame?.kind === 'listen', `${task} does not listen`);
  return withFrame(running, chain, { ...frame, replaying: false });
}

/** What goes on for ever keeps nothing of what it heard. */
function isForgetful({ until }: ListenNode): boolean {
  return until?.kind === 'never' || (until?.kind === 'subscription' && !until.keeps);
}

function listenNode({ program }: Running, frame: ListenFrame): ListenNode {
  const node = nodeOf(program, frame);
  assert(node.kind === 'listen', `${frame.key} does not listen`);
  return node;
}

/** A CloudEvent in the form that the definition asked for. */
export function readAs(read: ListenNode['read'], message: CloudEvent): Json {
  const { data, data_base64: encoded } = message;
  if (read === 'envelope') return envelopeOf(message);
  if (read === 'data') return data ?? encoded ?? null;
  if (encoded !== undefined) return encoded;
  return typeof data === 'string' ? data : JSON.stringify(data ?? null);
}

/** A CloudEvent as a JSON object. */
export function envelopeOf(message: CloudEvent): Json {
  return Object.fromEntries(Object.entries(message).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
