import { isJsonObject, type Fact, type Json, type ScheduleView, type UpcomingOccurrence } from '@batonhq/core';
import type { Schedules, TriggerOrder } from '../schedule/schedules.ts';
import type { ControlConnection } from './connection.ts';

const root = '/engine/schedules';

/** The schedules of an engine in another process. */
export class ControlSchedules implements Schedules {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  async list(): Promise<readonly ScheduleView[]> {
    const answer: { readonly schedules: readonly ScheduleView[] } = trusted(await this.#read(root));
    return answer.schedules;
  }

  async get(id: string): Promise<ScheduleView> {
    return trusted(await this.#read(pathOf(id)));
  }

  async next(id: string, count?: number): Promise<readonly UpcomingOccurrence[]> {
    const query = count === undefined ? '' : `?count=${count}`;
    const answer: { readonly occurrences: readonly UpcomingOccurrence[] } = trusted(
      await this.#read(`${pathOf(id)}/next${query}`),
    );
    return answer.occurrences;
  }

  async history(id: string, limit?: number): Promise<readonly Fact[]> {
    const query = limit === undefined ? '' : `?limit=${limit}`;
    const answer: { readonly facts: readonly Fact[] } = trusted(await this.#read(`${pathOf(id)}/history${query}`));
    return answer.facts;
  }

  pause(id: string, by?: string): Promise<void> {
    return this.#steer(id, 'pause', by);
  }

  resume(id: string, by?: string): Promise<void> {
    return this.#steer(id, 'resume', by);
  }

  delete(id: string, by?: string): Promise<void> {
    return this.#steer(id, 'delete', by);
  }

  async trigger(id: string, order: TriggerOrder = {}): Promise<string> {
    const answer = await this.#connection.ask({ method: 'POST', path: `${pathOf(id)}/trigger`, body: { ...order } });
    return isJsonObject(answer) && typeof answer['execution'] === 'string' ? answer['execution'] : '';
  }

  async #steer(id: string, command: string, by: string | undefined): Promise<void> {
    const body = by === undefined ? {} : { by };
    await this.#connection.ask({ method: 'POST', path: `${pathOf(id)}/${command}`, body });
  }

  #read(path: string): Promise<Json> {
    return this.#connection.ask({ method: 'GET', path });
  }
}

/** An id that is none leads to no schedule, not to another path. */
function pathOf(id: string): string {
  const [namespace = '', ...rest] = id.split('/');
  return `${root}/${encodeURIComponent(namespace)}/${encodeURIComponent(rest.join('/'))}`;
}

/** What the owner says about its own state is as it says: both ends are the same program. */
function trusted<T>(answer: Json): T {
  return answer as T;
}
