import {
  jsonEquals,
  StaleCommitError,
  type ExecutionOrigin,
  type Journal,
  type Json,
  type Past,
  type Program,
} from '@batonhq/core';
import type { Executions } from './advance/executions.ts';
import { ConflictError, OverloadedError } from './errors.ts';
import type { Limits } from './limits.ts';

/** What starting executions needs. */
export interface StarterHost {
  readonly journal: Pick<Journal, 'findByIdempotencyKey'>;
  readonly executions: Executions;
  readonly limits: Limits;
  /** A new id, unlike all others. */
  newId(): string;
}

/** An execution to start. */
export interface Start {
  /** Chosen by the engine when missing. */
  readonly id?: string;
  readonly program: Program;
  readonly input: Json;
  readonly origin: ExecutionOrigin;
  /** To begin in the middle of what another execution did. */
  readonly past?: Past;
}

const retryAfter = 500;

/**
 * Starts executions, each once however often it is asked for: the same id, or the same key of the same tenant, is the
 * same execution, and asking for something else under it is a conflict.
 */
export class Starter {
  readonly #host: StarterHost;
  readonly #keys = new Map<string, Promise<string>>();
  #starting = 0;

  constructor(host: StarterHost) {
    this.#host = host;
  }

  /** Starts an execution for somebody outside; fulfils with its id when that is durable. */
  async accept(start: Start): Promise<string> {
    const { executions, limits } = this.#host;
    if (this.#starting >= limits.starting) throw new OverloadedError('executions being started', retryAfter);
    if (executions.dispatcher.queued >= limits.queued)
      throw new OverloadedError('steps waiting for a place', retryAfter);
    this.#starting += 1;
    try {
      return await (start.origin.idempotencyKey === undefined
        ? this.#begin(start, { insists: false })
        : this.#startKeyed(start, start.origin.idempotencyKey));
    } finally {
      this.#starting -= 1;
    }
  }

  /** Starts an execution for the engine itself, whatever the limits say and however long it takes. */
  start(start: Start): Promise<string> {
    return this.#begin(start, { insists: true });
  }

  async #begin({ id, program, input, origin, past }: Start, asking: { readonly insists: boolean }): Promise<string> {
    const { executions } = this.#host;
    const execution = id ?? this.#host.newId();
    const trigger = {
      kind: 'start',
      id: execution,
      at: executions.time.now(),
      definition: program.reference,
      input,
      origin,
      ...(past !== undefined && { past }),
    } as const;
    const { refusal } = await (id === undefined
      ? executions.start(program, trigger, asking)
      : executions.startUnlessThere(program, trigger, asking));
    if (refusal !== undefined) await this.#checkSame(execution, { program, input, origin });
    return execution;
  }

  /** Two requests with one key at the same time are one request. */
  #startKeyed(start: Start, key: string): Promise<string> {
    const name = JSON.stringify([start.origin.tenant, key]);
    const before = this.#keys.get(name);
    if (before !== undefined) return before.then((id) => this.#sameAs(id, start));
    const starting = this.#startOnce(start, key).finally(() => this.#keys.delete(name));
    this.#keys.set(name, starting);
    return starting;
  }

  async #startOnce(start: Start, key: string): Promise<string> {
    const { journal } = this.#host;
    const { tenant } = start.origin;
    const known = await journal.findByIdempotencyKey(tenant, key);
    if (known !== null) return this.#sameAs(known, start);
    try {
      return await this.#begin(start, { insists: false });
    } catch (error) {
      const winner = error instanceof StaleCommitError ? await journal.findByIdempotencyKey(tenant, key) : null;
      if (winner === null) throw error;
      return this.#sameAs(winner, start);
    }
  }

  async #sameAs(id: string, start: Start): Promise<string> {
    if (start.id !== undefined && start.id !== id)
      throw new ConflictError('different-request', `this key started execution ${id}, not ${start.id}`);
    await this.#checkSame(id, start);
    return id;
  }

  async #checkSame(id: string, { program, input, origin }: Omit<Start, 'id'>): Promise<void> {
    const state = await this.#host.executions.use(id, (resident) => resident?.state);
    const isSame =
      state !== null &&
      state !== undefined &&
      state.definition.hash === program.reference.hash &&
      state.origin.tenant === origin.tenant &&
      state.origin.branchedFrom?.execution === origin.branchedFrom?.execution &&
      state.origin.branchedFrom?.seq === origin.branchedFrom?.seq &&
      jsonEquals(state.input, input);
    if (!isSame)
      throw new ConflictError('different-request', `execution ${id} was started with another definition or input`);
  }
}
