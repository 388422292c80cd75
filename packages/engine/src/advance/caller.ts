import type { Decision, Trigger } from '@batonhq/core';

/** Somebody who wants to know what became of a trigger. */
export interface Caller {
  /**
   * True for the engine itself, which cannot ask again: while the journal takes no commits (a full disk) its triggers
   * wait. Anybody else is told so, and comes back when they like.
   */
  readonly insists: boolean;
  /** What was decided is durable (or nothing had to be recorded, and all that came before is durable). */
  resolve(decision: Decision): void;
  reject(error: unknown): void;
}

/** A trigger to decide on again once the journal takes commits again. */
export interface StalledTrigger {
  readonly trigger: Trigger;
  readonly caller: Caller | undefined;
}
