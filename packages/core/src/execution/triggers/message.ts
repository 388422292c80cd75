import { messageName } from '../../event/message-name.ts';
import type { CloudEvent } from '../../step/effect.ts';
import { drive } from '../drive.ts';
import { frameAt, walkFrames } from '../frames.ts';
import { feed, isAwaited, isWanted } from '../inbox.ts';
import type { Frame } from '../state.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { receive } from './operation.ts';
import { hasOperations } from '../operations.ts';

type TriggerOf<K extends Trigger['kind']> = Trigger & { readonly kind: K };

/** CloudEvents that may wait in the inbox of one execution. */
const inboxLimit = 1000;

/** A message arrives: once per source and id, kept until something consumes it. */
export function signal(tx: Transition, { event, published }: TriggerOf<'signal'>): void {
  if (isKnown(tx, event)) return;
  if (published !== undefined && !isAwaited(tx, event, published)) return;
  if (tx.state.inbox.length >= inboxLimit) {
    tx.refuse('inbox-full', `execution ${tx.execution} has ${inboxLimit} messages that nothing consumes`);
    return;
  }
  tx.emit({ kind: 'signal.received', event });
  if (tx.state.phase === 'running') deliverInbox(tx);
}

/**
 * What was kept comes before what happens from now on; events that nothing here wants are passed over. Each is dealt
 * with as far as that goes before the next, as if they came one by one.
 */
export function history(tx: Transition, { task, events }: TriggerOf<'history'>): void {
  const frame = frameAt(tx, task);
  if (frame?.kind !== 'listen' || !frame.replaying) return;
  tx.emit({ kind: 'history.replayed', task });
  for (const event of events) {
    if (tx.state.inbox.length >= inboxLimit) break;
    if (isKnown(tx, event) || !isWanted(tx, task, event)) continue;
    tx.emit({ kind: 'signal.received', event });
    if (tx.state.phase === 'running') deliverInbox(tx);
    drive(tx);
  }
  feed(tx, task);
}

function isKnown(tx: Transition, event: CloudEvent): boolean {
  return tx.state.seen.includes(messageName(event));
}

/** Lets everything that waits for messages take what it wants out of the inbox. */
export function deliverInbox(tx: Transition): void {
  if (tx.state.inbox.length === 0) return;
  const listening: Frame[] = [];
  walkFrames(tx.state, (frame) => {
    if (frame.kind === 'listen' || (frame.kind === 'call' && hasOperations(frame.operations))) listening.push(frame);
  });
  for (const frame of listening) {
    if (frame.kind === 'listen') feed(tx, frame.key);
    else receive(tx, frame.key);
  }
}
