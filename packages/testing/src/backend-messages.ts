import type { Backend } from './backend-trial.ts';

/** Methods of a backend that a process offers to its parent; `events` comes as a whole, after the end. */
export type RemoteMethod = Exclude<keyof Backend, 'close'>;

/** What the parent asks. */
export interface RemoteCall {
  readonly id: number;
  readonly method: RemoteMethod;
  readonly args: readonly unknown[];
}

/** An error as it crosses the pipe. */
export interface RemoteError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** What the process answers; the first message of all has id 0 and says that it is ready. */
export type RemoteAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: RemoteError };
