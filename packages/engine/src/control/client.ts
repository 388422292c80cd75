import {
  isJsonObject,
  type CatalogEntry,
  type ExecutionFilter,
  type ExecutionView,
  type Json,
  type JsonObject,
  type Recorded,
  type Settlement,
} from '@batonhq/core';
import type { BranchRequest } from '../branch-off.ts';
import type { Engine, ExecutionDetails, ExecutionResult, FunctionDefinition, StartRequest } from '../engine.ts';
import type { PublishedEvent, ReplayRequest } from '../event-bus/event-bus.ts';
import type { EventFilter, KeptEvent } from '../event-bus/kept-event.ts';
import { EngineClosedError, EngineUnavailableError, RegistrationError } from '../errors.ts';
import type { Approvals } from '../approval/approval-door.ts';
import type { BudgetDoor } from '../budget/budget-door.ts';
import type { LimitDoor } from '../limit/limit-door.ts';
import type { RevisionRequest } from '../revision/revisions.ts';
import type { Schedules } from '../schedule/schedules.ts';
import { ControlApprovals } from './approval-client.ts';
import { ControlBudgets } from './budget-client.ts';
import { ControlConnection } from './connection.ts';
import { ControlLimits } from './limit-client.ts';
import { errorOf } from './problem.ts';
import { ControlSchedules } from './schedule-client.ts';

/** Milliseconds that waiting for something goes on while nobody owns the folder: the owner may be starting again. */
const patience = 10_000;
const pause = 100;

/**
 * The engine of another process, through the control socket of its data folder. It does what that engine does, save
 * registering functions. Closing it closes nothing but itself.
 *
 * @example
 * const engine = connectControl('.baton');
 * await engine.cancel(id);
 */
export function connectControl(directory: string): Engine {
  return new ControlClient(new ControlConnection(directory));
}

class ControlClient implements Engine {
  readonly approvals: Approvals;
  readonly budgets: BudgetDoor;
  readonly limits: LimitDoor;
  readonly schedules: Schedules;
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
    this.approvals = new ControlApprovals(connection);
    this.budgets = new ControlBudgets(connection);
    this.limits = new ControlLimits(connection);
    this.schedules = new ControlSchedules(connection);
  }

  register({ name }: FunctionDefinition): void {
    throw new RegistrationError(`${name}: functions are registered in the process that owns the folder`);
  }

  async define(definition: JsonObject | string): Promise<CatalogEntry> {
    return trusted(await this.#connection.ask({ method: 'POST', path: '/engine/definitions', body: definition }));
  }

  async start({ definition, ...rest }: StartRequest): Promise<string> {
    const body: JsonObject = { ...rest, workflow: isReference(definition) ? referenceText(definition) : definition };
    return idIn(await this.#connection.ask({ method: 'POST', path: '/engine/orchestrate', body }));
  }

  async branchOff({ execution, ...body }: BranchRequest): Promise<string> {
    const path = `/engine/orchestrate/${encodeURIComponent(execution)}/branch`;
    return idIn(await this.#connection.ask({ method: 'POST', path, body }));
  }

  async revise(id: string, request: RevisionRequest): Promise<string> {
    const path = `/engine/orchestrate/${encodeURIComponent(id)}/revise`;
    const answer = await this.#connection.ask({ method: 'POST', path, body: JSON.parse(JSON.stringify(request)) });
    return isJsonObject(answer) && typeof answer['approval'] === 'string' ? answer['approval'] : '';
  }

  async signal(
    id: string,
    message: { readonly name: string; readonly data?: Json; readonly id?: string },
  ): Promise<void> {
    await this.#command(id, 'signal', message);
  }

  async publishEvent(event: JsonObject): Promise<PublishedEvent> {
    return trusted(await this.#connection.ask({ method: 'POST', path: '/engine/events', body: event }));
  }

  async publishedEvents(filter: EventFilter = {}): Promise<readonly KeptEvent[]> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) query.set(name, String(value));
    const answer: { readonly events: readonly KeptEvent[] } = trusted(
      await this.#connection.ask({ method: 'GET', path: `/engine/events?${query.toString()}` }),
    );
    return answer.events;
  }

  async replayEvents(request: ReplayRequest): Promise<number> {
    const answer: { readonly offered: number } = trusted(
      await this.#connection.ask({ method: 'POST', path: '/engine/events/replay', body: { ...request } }),
    );
    return answer.offered;
  }

  async pause(id: string, by?: string): Promise<void> {
    await this.#command(id, 'pause', { ...(by !== undefined && { by }) });
  }

  async resume(id: string, by?: string): Promise<void> {
    await this.#command(id, 'resume', { ...(by !== undefined && { by }) });
  }

  async cancel(id: string, by?: string): Promise<void> {
    await this.#command(id, 'cancel', { ...(by !== undefined && { by }) });
  }

  async settle(
    id: string,
    step: string,
    { by, decision }: { readonly by: string; readonly decision: Settlement },
  ): Promise<void> {
    const said: JsonObject = decision.kind === 'failed' ? { kind: 'failed', fault: { ...decision.fault } } : decision;
    await this.#command(id, 'settle', { step, by, decision: said });
  }

  async details(id: string): Promise<ExecutionDetails> {
    return trusted(
      await this.#connection.ask({ method: 'GET', path: `/engine/orchestrate/${encodeURIComponent(id)}` }),
    );
  }

  async list({ phases, limit, since, until, ...names }: ExecutionFilter = {}): Promise<readonly ExecutionView[]> {
    const query = new URLSearchParams(names);
    if (phases !== undefined) query.set('phase', phases.join(','));
    for (const [name, value] of Object.entries({ limit, since, until })) {
      if (value !== undefined) query.set(name, String(value));
    }
    const answer: { readonly executions: readonly ExecutionView[] } = trusted(
      await this.#connection.ask({ method: 'GET', path: `/engine/orchestrate?${query.toString()}` }),
    );
    return answer.executions;
  }

  async result(id: string, signal?: AbortSignal): Promise<ExecutionResult> {
    const path = `/engine/orchestrate/${encodeURIComponent(id)}/result`;
    for (const attempt = new Patience(); ; await attempt.next(signal)) {
      try {
        const answer: ExecutionResult = trusted(await this.#connection.ask({ method: 'GET', path, signal }));
        return answer;
      } catch (error) {
        attempt.failed(error);
      }
    }
  }

  async *events(
    id: string,
    { seq = 0, signal }: { readonly seq?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Recorded, void> {
    const path = `/engine/orchestrate/stream/${encodeURIComponent(id)}`;
    let last = seq;
    for (let attempt = new Patience(); ; await attempt.next(signal)) {
      try {
        for await (const line of this.#connection.lines({
          method: 'GET',
          path,
          headers: { 'last-event-id': String(last) },
          signal,
        })) {
          const recorded = recordedIn(line);
          last = recorded.seq;
          attempt = new Patience();
          yield recorded;
        }
        return;
      } catch (error) {
        if (signal?.aborted === true) return;
        attempt.failed(error);
      }
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #command(id: string, name: string, body: JsonObject): Promise<void> {
    await this.#connection.ask({ method: 'POST', path: `/engine/orchestrate/${encodeURIComponent(id)}/${name}`, body });
  }
}

/** Tries again while the owner is away, for a while. */
class Patience {
  readonly #end = performance.now() + patience;

  /** Throws what went wrong unless it may pass. */
  failed(error: unknown): void {
    const mayPass = error instanceof EngineUnavailableError || error instanceof EngineClosedError;
    if (!mayPass || performance.now() > this.#end) throw error;
  }

  next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, pause);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new EngineUnavailableError('given up'));
      });
    });
  }
}

/** What the owner says about its own state is as it says: both ends are the same program. */
function trusted<T>(answer: Json): T {
  return answer as T;
}

function idIn(answer: Json): string {
  return isJsonObject(answer) && typeof answer['id'] === 'string' ? answer['id'] : '';
}

function recordedIn(line: string): Recorded {
  const value: Json = JSON.parse(line);
  if (isJsonObject(value) && value['problem'] !== undefined) throw errorOf(value['problem']);
  return trusted(value);
}

function isReference(
  definition: StartRequest['definition'],
): definition is Exclude<StartRequest['definition'], JsonObject> {
  return 'namespace' in definition;
}

function referenceText({
  namespace,
  name,
  version,
}: {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}): string {
  return version === undefined ? `${namespace}/${name}` : `${namespace}/${name}:${version}`;
}
