import type { Past } from '../../event/event.ts';
import type { Scope } from '../../expression/evaluator.ts';
import type { Json } from '../../kernel/json.ts';
import { driveAll } from '../drive.ts';
import { faultOf, raise } from '../ending.ts';
import { milliseconds } from '../entering.ts';
import { frameAt, nodeOf, walkFrames } from '../frames.ts';
import { armAttempt } from '../kinds/try.ts';
import { frameScope, workflowScope } from '../scope.ts';
import type { Frame } from '../state.ts';
import { rootKey, timerId } from '../task-key.ts';
import type { Transition } from '../transition.ts';
import type { Trigger } from '../trigger.ts';
import { abandonRoot, workflowFaulted } from '../unwind.ts';

/** Begins an execution in the middle of another one: limits count from now, and whatever is open there is entered anew. */
export function startAgain(tx: Transition, trigger: Trigger & { readonly kind: 'start' }, past: Past): void {
  const { definition, input, origin } = trigger;
  tx.emit({ kind: 'execution.started', definition, input, origin, past });
  const open: Frame[] = [];
  walkFrames(tx.state, (frame) => open.push(frame));
  try {
    arm(tx, rootKey, { limit: tx.program.timeout, input: tx.state.transformed, scope: workflowScope(tx) });
  } catch (error) {
    const fault = faultOf(error, null);
    abandonRoot(tx, 'the execution faulted');
    workflowFaulted(tx, fault);
    return;
  }
  for (const { key } of open) armFrame(tx, key);
  driveAll(tx);
}

function armFrame(tx: Transition, key: string): void {
  const frame = frameAt(tx, key);
  if (frame === null) return;
  const node = nodeOf(tx.program, frame);
  const scope = frameScope(tx, frame);
  try {
    arm(tx, key, { limit: node.timeout, input: frame.input, scope });
    if (node.kind === 'try' && frame.kind === 'try' && frame.stage === 'body')
      armAttempt(tx, { key, node, input: frame.input, scope });
  } catch (error) {
    raise(tx, key, faultOf(error, node));
  }
}

interface Limited {
  readonly limit: Transition['program']['timeout'];
  readonly input: Json;
  readonly scope: Scope;
}

function arm(tx: Transition, key: string, { limit, ...over }: Limited): void {
  if (limit !== undefined)
    tx.emit({ kind: 'timer.armed', timer: timerId('timeout', key), due: tx.at + milliseconds(limit, over) });
}
