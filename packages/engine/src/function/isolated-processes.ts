import type { IsolatedCall } from './function-performer.ts';

/** Functions in processes of their own. */
export class IsolatedProcesses {
  invoke(_module: { readonly file: string; readonly name: string }, _call: IsolatedCall): Promise<unknown> {
    return Promise.reject(new TypeError('not yet'));
  }

  close(): void {}
}
