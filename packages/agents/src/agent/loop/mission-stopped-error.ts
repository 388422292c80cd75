import { fault, FaultError } from '@batonhq/core';
import type { StopReason } from './conversation.ts';

/** A mission ended without its answer; as a fault it says who stopped and why. */
export class MissionStoppedError extends FaultError {
  readonly reason: StopReason;

  constructor(agent: string, { reason, detail }: { readonly reason: StopReason; readonly detail: string }) {
    super(fault(reason === 'time' ? 'timeout' : 'runtime', `agent ${agent} stopped (${reason}): ${detail}`));
    this.reason = reason;
  }
}
