import type { Json } from '@batonhq/core';
import type { LimitDoor, LimitOrder } from '../limit/limit-door.ts';
import type { LimitView } from '../limit/read-limits.ts';
import type { ControlConnection } from './connection.ts';

/** The limits of an engine in another process. */
export class ControlLimits implements LimitDoor {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  async list(tenant?: string): Promise<readonly LimitView[]> {
    const query = tenant === undefined ? '' : `?${new URLSearchParams({ tenant }).toString()}`;
    const answer: { readonly limits: readonly LimitView[] } = trusted(
      await this.#connection.ask({ method: 'GET', path: `/engine/limits${query}` }),
    );
    return answer.limits;
  }

  async free(order: LimitOrder): Promise<number> {
    const answer: { readonly freed: number } = trusted(
      await this.#connection.ask({ method: 'POST', path: '/engine/limits/free', body: { ...order } }),
    );
    return answer.freed;
  }
}

/** What the owner says about its own state is as it says: both ends are the same program. */
function trusted<T>(answer: Json): T {
  return answer as T;
}
