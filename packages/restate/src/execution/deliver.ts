import { rpc, type Context, type ObjectContext } from '@restatedev/restate-sdk';
import type { Answer, Delivery, Message } from './delivery.ts';

/** The name of the object in Restate. */
export const executionName = 'BatonExecution';

/** What the object keeps in Restate: a cursor into the journal, no state of its own. */
export interface Memory extends Record<string, number> {
  /** The last event that it knows to be committed. */
  readonly seq: number;
}

/** The object of an execution, as others call it. */
export interface ExecutionObject {
  advance(context: ObjectContext<Memory>, delivery: Delivery): Promise<Answer>;
}

/** Sends a message to the object of an execution: once, however often the sender is tried again. */
export function deliver(context: Pick<Context, 'objectSendClient'>, { execution, delivery, delay }: Message): void {
  const target = context.objectSendClient<ExecutionObject>({ name: executionName }, execution);
  target.advance(delivery, rpc.sendOpts({ ...(delay !== undefined && { delay }) }));
}
