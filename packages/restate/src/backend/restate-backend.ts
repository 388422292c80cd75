import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  foldEvents,
  jsonEquals,
  type CatalogEntry,
  type ExecutionFilter,
  type ExecutionView,
  type Json,
  type JsonObject,
  type Program,
  type Recorded,
  type Settlement,
} from '@batonhq/core';
import {
  ConflictError,
  defaultLimits,
  detailsOf,
  NotFoundError,
  type BranchRequest,
  type Engine,
  type EventDoor,
  type ExecutionDetails,
  type ExecutionResult,
  type StartRequest,
} from '@batonhq/engine';
import type { PostgresJournal } from '../postgres/postgres-journal.ts';
import type { Commands } from './commands.ts';
import { refuseBudgets } from './refuse-budgets.ts';
import { copyJson, resultOf, startOfBranch, type Programs, type Start } from '@batonhq/engine/parts';

/** What a backend is made of. */
export interface BackendParts {
  readonly journal: PostgresJournal;
  readonly programs: Programs;
  readonly commands: Commands;
  /** Called first when the backend closes. */
  release(): Promise<void>;
}

/** Milliseconds between two looks at an execution that somebody waits for: first, and at most. */
const shortest = 5;
const longest = 250;

const local = 'local';
const defaultPriority = 5;

/** Executions on Restate, with the same commands and errors as the embedded engine. */
export class RestateBackend implements Omit<
  Engine,
  'register' | 'revise' | 'schedules' | 'approvals' | 'budgets' | 'limits' | keyof EventDoor
> {
  readonly #parts: BackendParts;
  readonly #closing = new AbortController();

  constructor(parts: BackendParts) {
    this.#parts = parts;
  }

  async define(definition: JsonObject | string): Promise<CatalogEntry> {
    return (await this.#parts.programs.publish(definition)).entry;
  }

  async start(request: StartRequest): Promise<string> {
    const { id, tenant = local, user = local, priority = defaultPriority, idempotencyKey } = request;
    const input = copyJson(request.input ?? {}, defaultLimits);
    const program = await this.#programOf(request.definition);
    refuseBudgets(program, request.budget);
    const origin = { tenant, user, priority, ...(idempotencyKey !== undefined && { idempotencyKey }) };
    return this.#begin({ program, input, origin, ...(id !== undefined && { id }) });
  }

  async branchOff(request: BranchRequest): Promise<string> {
    return this.#begin(await startOfBranch(request, { ...this.#parts, limits: defaultLimits }));
  }

  async #begin({ program, input, origin, past, ...start }: Start): Promise<string> {
    const { journal, commands } = this.#parts;
    const { reference: definition } = program;
    const { tenant, idempotencyKey } = origin;
    const known = idempotencyKey === undefined ? null : await journal.findByIdempotencyKey(tenant, idempotencyKey);
    const id = known ?? start.id ?? randomUUID();
    const trigger = { kind: 'start', at: Date.now(), id, definition, input, origin } as const;
    const { refusal } = await commands.deliver(id, { ...trigger, ...(past !== undefined && { past }) });
    if (refusal === undefined) return id;
    const winner =
      idempotencyKey === undefined ? id : ((await journal.findByIdempotencyKey(tenant, idempotencyKey)) ?? id);
    return this.#sameAs(winner, { hash: definition.hash, tenant, input });
  }

  async signal(
    id: string,
    message: { readonly name: string; readonly data?: Json; readonly id?: string },
  ): Promise<void> {
    const at = Date.now();
    const data = message.data === undefined ? {} : { data: copyJson(message.data, defaultLimits) };
    const event = {
      specversion: '1.0',
      id: message.id ?? randomUUID(),
      source: 'baton',
      type: message.name,
      time: new Date(at).toISOString(),
      ...data,
    };
    await this.#parts.commands.command(id, { kind: 'signal', at, event });
  }

  async pause(id: string, by?: string): Promise<void> {
    await this.#parts.commands.command(id, { kind: 'pause', at: Date.now(), ...(by !== undefined && { by }) });
  }

  async resume(id: string, by?: string): Promise<void> {
    await this.#parts.commands.command(id, { kind: 'resume', at: Date.now(), ...(by !== undefined && { by }) });
  }

  async cancel(id: string, by?: string): Promise<void> {
    await this.#parts.commands.command(id, { kind: 'cancel', at: Date.now(), ...(by !== undefined && { by }) });
  }

  async settle(
    id: string,
    step: string,
    settlement: { readonly by: string; readonly decision: Settlement },
  ): Promise<void> {
    await this.#parts.commands.command(id, { kind: 'settle', at: Date.now(), step, ...settlement });
  }

  async details(id: string): Promise<ExecutionDetails> {
    const events = await this.#eventsOf(id);
    const first = events[0]?.event;
    if (first?.kind !== 'execution.started') throw new NotFoundError(`there is no execution ${id}`);
    const program = await this.#parts.programs.byHash(first.definition.hash);
    const state = foldEvents(program, null, { execution: id, events });
    if (state === null) throw new NotFoundError(`there is no execution ${id}`);
    return detailsOf(program, state, events);
  }

  list(filter: ExecutionFilter = {}): Promise<readonly ExecutionView[]> {
    return this.#parts.journal.list(filter);
  }

  async result(id: string, signal?: AbortSignal): Promise<ExecutionResult> {
    for (let pause = shortest; ; pause = Math.min(longest, pause * 1.5)) {
      const view = await this.#parts.journal.view(id);
      if (view === null) throw new NotFoundError(`there is no execution ${id}`);
      const result = resultOf(view);
      if (result !== null) return result;
      await this.#pause(pause, signal);
    }
  }

  async *events(
    id: string,
    after: { readonly seq?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Recorded, void> {
    const { journal } = this.#parts;
    if ((await journal.view(id)) === null) throw new NotFoundError(`there is no execution ${id}`);
    let seq = after.seq ?? 0;
    for (let pause = shortest; ; pause = Math.min(longest, pause * 1.5)) {
      for (const recorded of await journal.read(id, { seq, limit: 1_000 })) {
        yield recorded;
        ({ seq } = recorded);
        pause = shortest;
        if (endsExecution(recorded)) return;
      }
      await this.#pause(pause, after.signal);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#parts.release();
    await this.#parts.journal.close();
  }

  #pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const signals = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    return sleep(milliseconds, undefined, { signal: AbortSignal.any(signals) });
  }

  #eventsOf(id: string): Promise<readonly Recorded[]> {
    return this.#parts.journal.read(id, { seq: 0 });
  }

  async #programOf(definition: StartRequest['definition']): Promise<Program> {
    const { programs } = this.#parts;
    if (!isReference(definition)) return programs.keep(definition);
    const program = await programs.find(definition);
    if (program !== null) return program;
    const { namespace, name, version = 'latest' } = definition;
    throw new NotFoundError(`there is no definition ${namespace}/${name}:${version}`);
  }

  /** Starting again is the same request, or a conflict. */
  async #sameAs(
    id: string,
    asked: { readonly hash: string; readonly tenant: string; readonly input: Json },
  ): Promise<string> {
    const [first] = await this.#parts.journal.read(id, { seq: 0, limit: 1 });
    const event = first?.event;
    const isSame =
      event?.kind === 'execution.started' &&
      event.definition.hash === asked.hash &&
      event.origin.tenant === asked.tenant &&
      jsonEquals(event.input, asked.input);
    if (!isSame)
      throw new ConflictError('different-request', `execution ${id} was started with another definition or input`);
    return id;
  }
}

type Reference = Parameters<Programs['find']>[0];

/** A reference has a name; a definition has its name in its `document`. */
function isReference(definition: StartRequest['definition']): definition is Reference {
  return 'namespace' in definition;
}

function endsExecution({ event: { kind } }: Recorded): boolean {
  return kind === 'execution.completed' || kind === 'execution.faulted' || kind === 'execution.cancelled';
}
