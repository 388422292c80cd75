import type { Fault } from '../../kernel/fault.ts';
import { nodeOf } from '../frames.ts';
import type { Frame } from '../state.ts';
import type { Transition } from '../transition.ts';
import { doTask } from './do.ts';
import { forTask } from './for.ts';
import { forkTask } from './fork.ts';
import { listenTask } from './listen.ts';
import { tryTask } from './try.ts';

/** Moves on inside a frame. Frames without tasks inside them have nothing to move. */
export function flowInside(tx: Transition, frame: Frame): void {
  const node = nodeOf(tx.program, frame);
  switch (frame.kind) {
    case 'do':
      return doTask.flow(tx, { frame, node });
    case 'for':
      return forTask.flow(tx, { frame, node });
    case 'fork':
      return forkTask.flow(tx, { frame, node });
    case 'try':
      return tryTask.flow(tx, { frame, node });
    case 'listen':
      return listenTask.flow(tx, { frame, node });
    default:
      return undefined;
  }
}

/** Hands a fault to the frame around the task that raised it. */
export function faultInside(tx: Transition, frame: Frame, fault: Fault): void {
  const node = nodeOf(tx.program, frame);
  switch (frame.kind) {
    case 'do':
      return doTask.fault(tx, { frame, node }, fault);
    case 'for':
      return forTask.fault(tx, { frame, node }, fault);
    case 'fork':
      return forkTask.fault(tx, { frame, node }, fault);
    case 'try':
      return tryTask.fault(tx, { frame, node }, fault);
    case 'listen':
      return listenTask.fault(tx, { frame, node }, fault);
    default:
      return undefined;
  }
}
