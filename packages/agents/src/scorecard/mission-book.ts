import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** An event that says something of a mission, as the journal has it. Times are milliseconds since 1970. */
export interface MissionRow {
  readonly execution: string;
  readonly tenant: string;
  readonly kind: string;
  /** The step it is about. */
  readonly subject: string;
  readonly at: number;
  readonly body: JsonObject;
}

/** A mission and who has it, or had it. */
export type MissionAssignment = {
  readonly execution: string;
  readonly task: string;
  readonly agent: string;
  /** Why it was this agent, in one line. */
  readonly why: string;
  /** Agents that had the mission before. */
  readonly tried: readonly string[];
  readonly at: number;
  readonly endedAt: number | null;
  readonly phase: 'open' | 'completed' | 'stopped';
  readonly reason: string | null;
  readonly detail: string | null;
  /** Tokens in and out; null while it is open. */
  readonly tokens: number | null;
};

/** Missions of one agent of one tenant that are remembered. */
const kept = 200;

/** Missions of one tenant that are in hand; beyond so many the oldest were abandoned without a word. */
const mostOpen = 10_000;

interface TenantMissions {
  /** By agent, oldest first. */
  readonly ended: Map<string, MissionAssignment[]>;
  /** By place. */
  readonly open: Map<string, MissionAssignment>;
  readonly begun: Map<string, number>;
}

/**
 * Who had which mission, why, and what came of it: a fold of the journal's events. It may be given the same journal in
 * parts, as it grows.
 *
 * @example
 * ```ts
 * import { MissionBook } from '@batonhq/agents';
 *
 * const book = new MissionBook();
 * const effect = { kind: 'function', name: 'agent', input: { agent: 'editor', prompt: 'Shorten' } };
 * book.read({ execution: 'e', tenant: 'local', kind: 'task.started', subject: 'work', at: 5, body: { effect } });
 * console.log(book.open('local').map(({ agent, why }) => `${agent}: ${why}`)); // [ 'editor: named' ]
 * ```
 */
export class MissionBook {
  readonly #tenants = new Map<string, TenantMissions>();

  /** Folds one event in; what says nothing of a mission changes nothing. */
  read(row: MissionRow): void {
    const missions = this.#of(row.tenant);
    if (row.kind === 'task.started' || row.kind === 'step.claimed') begin(missions, row);
    else if (/[|/]choose agent#/.test(row.subject)) chosen(missions, row);
    else if (/[|/]hand-off#/.test(row.subject)) handedOver(missions, row);
  }

  /** Missions of a tenant that have not ended as far as the journal says, oldest first. */
  open(tenant: string): readonly MissionAssignment[] {
    return [...(this.#tenants.get(tenant)?.open.values() ?? [])];
  }

  /** Tenants that had missions. */
  tenants(): readonly string[] {
    return [...this.#tenants.keys()];
  }

  /** Agents that ended a mission for a tenant. */
  agentsOf(tenant: string): readonly string[] {
    return [...(this.#tenants.get(tenant)?.ended.keys() ?? [])];
  }

  /** Missions that an agent ended for a tenant, oldest first: the last 200. */
  ended(tenant: string, agent: string): readonly MissionAssignment[] {
    return this.#tenants.get(tenant)?.ended.get(agent) ?? [];
  }

  #of(tenant: string): TenantMissions {
    const known = this.#tenants.get(tenant) ?? { ended: new Map(), open: new Map(), begun: new Map() };
    this.#tenants.set(tenant, known);
    return known;
  }
}

function begin({ open, begun }: TenantMissions, { execution, subject, at, body }: MissionRow): void {
  const operation = isJsonObject(body['operation']) ? body['operation'] : body;
  const effect = isJsonObject(operation['effect']) ? operation['effect'] : {};
  const input = isJsonObject(effect['input']) ? effect['input'] : {};
  if (effect['kind'] !== 'function' || effect['name'] !== 'agent') return;
  const place = placeOf(execution, subject);
  begun.set(place, at);
  if (typeof input['agent'] === 'string')
    open.set(place, opened({ execution, task: subject, at, agent: input['agent'], why: 'named', tried: [] }));
  const [oldest] = open.keys();
  if (open.size > mostOpen && oldest !== undefined) open.delete(oldest);
  const [first] = begun.keys();
  if (begun.size > mostOpen && first !== undefined) begun.delete(first);
}

function chosen({ open }: TenantMissions, { execution, subject, at, body }: MissionRow): void {
  const choice = isJsonObject(body['output']) ? body['output'] : {};
  const { agent, why, tried } = choice;
  if (typeof agent !== 'string') return;
  const task = taskOf(subject);
  open.set(
    placeOf(execution, task),
    opened({ execution, task, at, agent, why: textOf(why) ?? '', tried: textsIn(tried) }),
  );
}

function handedOver({ open, ended, begun }: TenantMissions, { execution, subject, at, body }: MissionRow): void {
  const record = isJsonObject(body['output']) ? body['output'] : {};
  const task = taskOf(subject);
  const place = placeOf(execution, task);
  const before = open.get(place);
  const agent = before?.agent ?? textOf(record['agent']);
  if (agent === null) return;
  const spent = isJsonObject(record['spent']) ? record['spent'] : {};
  const [name = agent] = agent.split(':');
  const since = before?.at ?? begun.get(place) ?? at;
  const mission: MissionAssignment = {
    ...(before ?? opened({ execution, task, at: since, agent: name, why: 'named', tried: [] })),
    agent: name,
    endedAt: at,
    phase: record['status'] === 'completed' ? 'completed' : 'stopped',
    reason: textOf(record['reason']),
    detail: textOf(record['detail']),
    tokens: numberOf(spent['inputTokens']) + numberOf(spent['outputTokens']),
  };
  open.delete(place);
  ended.set(name, [...(ended.get(name) ?? []), mission].slice(-kept));
}

type Beginning = Pick<MissionAssignment, 'execution' | 'task' | 'at' | 'agent' | 'why' | 'tried'>;

function opened(beginning: Beginning): MissionAssignment {
  const [agent = ''] = beginning.agent.split(':');
  return { ...beginning, agent, endedAt: null, phase: 'open', reason: null, detail: null, tokens: null };
}

function placeOf(execution: string, task: string): string {
  return `${execution}|${task}`;
}

/** The step that the mission is, of a step that the mission took. */
function taskOf(subject: string): string {
  return subject.slice(0, subject.lastIndexOf('|'));
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
