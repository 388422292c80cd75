import { assert } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import { jsonEquals } from '../kernel/json.ts';
import type { EventFilter, ListenNode } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { complete, faultOf, raise } from './ending.ts';
import { frameAt, nodeOf } from './frames.ts';
import { frameScope } from './scope.ts';
import type { Frame } from './state.ts';
import type { Scope } from '../expression/evaluator.ts';
import type { Transition } from './transition.ts';

type ListenFrame = Frame & { readonly kind: 'listen' };

/** Lets an open `listen` take what it waits for out of the inbox, oldest first, until it completes or finds no more. */
export function feed(tx: Transition, key: string): void {
  const first = listenAt(tx, key);
  if (first === null) return;
  try {
    if (wantsNothingMore(tx, first)) {
      finish(tx, first);
      return;
    }
    for (const message of tx.state.inbox) {
      const frame = listenAt(tx, key);
      if (frame === null || tx.state.phase !== 'running') return;
      take(tx, frame, message);
    }
  } catch (error) {
    raise(tx, key, faultOf(error, nodeOf(tx.program, first)));
  }
}

function listenAt(tx: Transition, key: string): ListenFrame | null {
  const frame = frameAt(tx, key);
  return frame?.kind === 'listen' ? frame : null;
}

interface Listening {
  readonly node: ListenNode;
  readonly frame: ListenFrame;
  readonly scope: Scope;
}

function take(tx: Transition, frame: ListenFrame, message: CloudEvent): void {
  const node = listenNode(tx, frame);
  const scope = frameScope(tx, frame);
  if (node.until?.kind === 'events' && node.until.filters.some((filter) => accepts(filter, message, scope))) {
    tx.emit({ kind: 'signal.consumed', task: frame.key, id: message.id, until: true });
    finish(tx, frame);
    return;
  }
  if (!wanted({ node, frame, scope }, message)) return;
  tx.emit({ kind: 'signal.consumed', task: frame.key, id: message.id });
  const now = listenAt(tx, frame.key);
  if (now !== null && wantsNothingMore(tx, now)) finish(tx, now);
}

function wanted({ node, frame, scope }: Listening, message: CloudEvent): boolean {
  const open = node.mode === 'all' ? unmetFilters(node, frame, scope) : node.filters;
  if (node.mode === 'any' && node.filters.length === 0) return true;
  return open.some((filter) => accepts(filter, message, scope));
}

/** With `all`: the filters that no consumed event answers yet, each event answering one. */
function unmetFilters(node: ListenNode, frame: ListenFrame, scope: Scope): readonly EventFilter[] {
  const unmet = [...node.filters];
  for (const message of frame.consumed) {
    const met = unmet.findIndex((filter) => accepts(filter, message, scope));
    if (met >= 0) unmet.splice(met, 1);
  }
  return unmet;
}

function wantsNothingMore(tx: Transition, frame: ListenFrame): boolean {
  const node = listenNode(tx, frame);
  if (node.mode === 'all') return unmetFilters(node, frame, frameScope(tx, frame)).length === 0;
  if (frame.consumed.length === 0) return false;
  if (node.mode === 'one' || node.until === undefined) return true;
  return (
    node.until.kind === 'expression' && node.until.holds.evaluate(outputOf(node, frame), frameScope(tx, frame)) === true
  );
}

function finish(tx: Transition, frame: ListenFrame): void {
  complete(tx, { key: frame.key, output: outputOf(listenNode(tx, frame), frame) });
}

function outputOf(node: ListenNode, frame: ListenFrame): Json {
  return frame.consumed.map((message) => (node.read === 'envelope' ? envelope(message) : (message.data ?? null)));
}

function envelope(message: CloudEvent): Json {
  return Object.fromEntries(Object.entries(message).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** True when every attribute the filter names has the wanted value, or its expression holds over it. */
function accepts(filter: EventFilter, message: CloudEvent, scope: Scope): boolean {
  return [...filter.with].every(([attribute, wanted]) => {
    const value = message[attribute] ?? null;
    const result = wanted.evaluate(value, scope);
    return wanted.constant ? jsonEquals(result, value) : result === true || jsonEquals(result, value);
  });
}

function listenNode(tx: Transition, frame: ListenFrame): ListenNode {
  const node = nodeOf(tx.program, frame);
  assert(node.kind === 'listen', `${frame.key} does not listen`);
  return node;
}
