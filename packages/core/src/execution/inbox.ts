import { assert } from '../kernel/assert.ts';
import type { ListenNode } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { complete, faultOf, raise } from './ending.ts';
import { isAnswered, match, type Match, type Matching } from './event-match.ts';
import { frameAt, nodeOf, walkFrames } from './frames.ts';
import { frameScope } from './scope.ts';
import type { Frame } from './state.ts';
import type { Transition } from './transition.ts';
import { someOperation } from './operations.ts';
import { subscriptionEnd, subscriptionOf, subscriptionSource } from './subscription.ts';

type ListenFrame = Frame & { readonly kind: 'listen' };

/**
 * Lets an open `listen` take what it waits for out of the inbox, oldest first, until it completes, has something to do
 * for an event, or finds no more.
 */
export function feed(tx: Transition, key: string): void {
  const first = listenAt(tx, key);
  if (first === null || first.replaying) return;
  try {
    if (first.current === null && wantsNothingMore(tx, first)) {
      complete(tx, { key });
      return;
    }
    for (const message of tx.state.inbox) {
      const frame = listenAt(tx, key);
      if (frame === null || frame.current !== null || tx.state.phase !== 'running') return;
      take(tx, frame, message);
    }
  } catch (error) {
    raise(tx, key, faultOf(error, nodeOf(tx.program, first)));
  }
}

/** True when a task waits for this event since before it was published. */
export function isAwaited(tx: Transition, message: CloudEvent, published: number): boolean {
  let isFound = false;
  walkFrames(tx.state, (frame) => {
    if (frame.kind === 'listen')
      isFound ||= !frame.replaying && frame.startedAt <= published && fits(tx, frame, message) !== null;
    else if (frame.kind === 'call')
      isFound ||= someOperation(
        frame.operations,
        ({ state }) => state.kind === 'waiting' && state.signal === message.type,
      );
  });
  return isFound;
}

/** True when this task still listens and wants this event. */
export function isWanted(tx: Transition, key: string, message: CloudEvent): boolean {
  const frame = listenAt(tx, key);
  return frame !== null && fits(tx, frame, message) !== null;
}

function listenAt(tx: Transition, key: string): ListenFrame | null {
  const frame = frameAt(tx, key);
  return frame?.kind === 'listen' ? frame : null;
}

interface Fit extends Match {
  readonly until?: true;
}

/** How an event fits what a task listens to, or what ends its listening. */
function fits(tx: Transition, frame: ListenFrame, message: CloudEvent): Fit | null {
  const node = listenNode(tx, frame);
  if (node.until?.kind === 'subscription') return fitsSubscription(frame, message);
  if (message.source === subscriptionSource) return null;
  const { input, keys, met, untilMet } = frame;
  const matching: Matching = { input, keys, met, scope: frameScope(tx, frame) };
  const ending = node.until?.kind === 'events' ? match(node.until, message, { ...matching, met: untilMet }) : null;
  return ending === null ? match(node, message, matching) : { ...ending, until: true };
}

/** Messages of a subscription come from the part of the task that is beside the one that works on them. */
function fitsSubscription(frame: ListenFrame, { source, subject, type }: CloudEvent): Fit | null {
  if (source !== subscriptionSource || subject !== subscriptionOf(frame.key)) return null;
  return type === subscriptionEnd ? { until: true } : {};
}

function take(tx: Transition, frame: ListenFrame, message: CloudEvent): void {
  const fit = fits(tx, frame, message);
  if (fit === null) return;
  const { id, source } = message;
  tx.emit({ kind: 'signal.consumed', task: frame.key, id, source, ...fit });
  const now = listenAt(tx, frame.key);
  assert(now, `${frame.key} is open`);
  if (now.current === null) {
    if (wantsNothingMore(tx, now, fit.until)) complete(tx, { key: now.key });
    return;
  }
  tx.emit({ kind: 'iteration.started', task: now.key, index: now.index + 1 });
  tx.work.push({ kind: 'flow', key: now.key });
}

/** True when listening is over; `ending` when an event that ends it came just now. */
export function wantsNothingMore(tx: Transition, frame: ListenFrame, ending?: true): boolean {
  const node = listenNode(tx, frame);
  const { until } = node;
  if (until?.kind === 'events') return ending === true && isAnswered(until, frame.untilMet, 1);
  if (until?.kind === 'never') return false;
  if (until?.kind === 'subscription')
    return ending === true || until.holds?.evaluate(frame.heard, frameScope(tx, frame)) === true;
  const taken = frame.heard.length;
  if (until === undefined || taken === 0) return isAnswered(node, frame.met, taken);
  return until.holds.evaluate(frame.heard, frameScope(tx, frame)) === true;
}

/** The compiled task of an open `listen`. */
export function listenNode(tx: Transition, frame: ListenFrame): ListenNode {
  const node = nodeOf(tx.program, frame);
  assert(node.kind === 'listen', `${frame.key} does not listen`);
  return node;
}
