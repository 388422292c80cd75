import { randomUUID } from 'node:crypto';
import { connect, rpc, type Ingress } from '@restatedev/restate-sdk-clients';
import type { Trigger } from '@batonhq/core';
import { ConflictError, NotFoundError } from '@batonhq/engine';
import { executionName, type ExecutionObject } from '../execution/deliver.ts';
import type { Answer } from '../execution/delivery.ts';

/** Milliseconds that a command is tried while Restate does not answer. */
const patience = 30_000;

/** Brings commands to executions, from outside of Restate. */
export class Commands {
  readonly #ingress: Ingress;

  constructor(address: string) {
    this.#ingress = connect({
      url: address,
      retry: { maxAttempts: false, maxDuration: patience, initialInterval: 20, maxInterval: 500 },
    });
  }

  /**
   * Fulfils when what the trigger led to is durable, or nothing had to be recorded. A command whose answer was lost is
   * sent again under the same key, which Restate recognises.
   */
  async deliver(execution: string, trigger: Trigger): Promise<Answer> {
    const target = this.#ingress.objectClient<ExecutionObject>({ name: executionName }, execution);
    return target.advance({ kind: 'trigger', trigger }, rpc.opts({ idempotencyKey: randomUUID() }));
  }

  /** {@link deliver}, with a refusal as an error. */
  async command(execution: string, trigger: Trigger): Promise<void> {
    const { refusal } = await this.deliver(execution, trigger);
    if (refusal === undefined) return;
    if (refusal.code === 'not-started') throw new NotFoundError(`there is no execution ${execution}`);
    throw new ConflictError(refusal.code, refusal.message);
  }
}
