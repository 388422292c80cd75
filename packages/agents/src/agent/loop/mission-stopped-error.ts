import { fault, FaultError } from '@batonhq/core';
import type { Conversation, StopReason } from './conversation.ts';

/** Why a mission stopped, and how far it was. */
interface Stop {
  readonly reason: StopReason;
  readonly detail: string;
  readonly conversation: Conversation;
}

/** A mission ended without its answer; as a fault it says who stopped and why. */
export class MissionStoppedError extends FaultError {
  readonly reason: StopReason;
  readonly detail: string;
  /** For whoever lets the agent go on. */
  readonly conversation: Conversation;

  constructor(agent: string, { reason, detail, conversation }: Stop) {
    super(fault(reason === 'time' ? 'timeout' : 'runtime', `agent ${agent} stopped (${reason}): ${detail}`));
    this.reason = reason;
    this.detail = detail;
    this.conversation = conversation;
  }
}
