import { isJsonObject, microUnits, type Commit, type EventKind, type FactCommit, type JsonObject } from '@batonhq/core';
import type { JournalWatcher } from '@batonhq/engine';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds that tell a quick commit from a slow one. */
const seconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1];

/** What is counted, by the kind of event that it shows in. */
const counted = {
  'execution.started': ['baton_executions_started_total', 'Executions that were started'],
  'execution.completed': ['baton_executions_completed_total', 'Executions that completed'],
  'execution.faulted': ['baton_executions_faulted_total', 'Executions that faulted'],
  'execution.cancelled': ['baton_executions_cancelled_total', 'Executions that were cancelled'],
  'execution.suspended': ['baton_executions_suspended_total', 'Times that an execution stood still for a person'],
  'task.completed': ['baton_tasks_completed_total', 'Tasks that completed'],
  'task.faulted': ['baton_tasks_faulted_total', 'Tasks that faulted'],
  'step.claimed': ['baton_step_attempts_total', 'Attempts at operations of durable functions, and further attempts'],
  'step.completed': ['baton_steps_completed_total', 'Operations of durable functions that completed'],
  'step.failed': ['baton_steps_failed_total', 'Operations of durable functions that failed'],
  'step.ambiguous': ['baton_steps_ambiguous_total', 'Steps of which nobody knows whether they happened'],
  'attempt.failed': ['baton_retries_total', 'Faults that a task was tried again after'],
  'approval.requested': ['baton_approvals_requested_total', 'Questions that people were asked'],
  'timer.fired': ['baton_timers_fired_total', 'Timers that fired'],
} as const satisfies Partial<Record<EventKind, readonly [name: string, help: string]>>;

/**
 * Figures of what an engine does, from what it commits: let it watch the journal, and give it to `apiHost`. They count from
 * when it began to watch, as Prometheus expects, over all tenants.
 *
 * @example
 * const meter = new EngineMeter();
 * const journal = watchedJournal(openSqliteJournal({ directory: '.baton' }));
 * journal.watch(meter);
 */
export class EngineMeter implements JournalWatcher {
  readonly registry = new Registry();
  readonly #events = new Map<string, Counter>();
  readonly #commits: Histogram;
  readonly #money: Counter<'currency'>;
  readonly #tokens: Counter;
  readonly #calls: Counter;
  readonly #currencies = new Map<string, string>();

  constructor() {
    const registers = [this.registry];
    for (const [kind, [name, help]] of Object.entries(counted))
      this.#events.set(kind, new Counter({ name, help, registers }));
    const [name, help] = ['baton_commit_duration_seconds', 'Time from a decision to its events being durable'];
    this.#commits = new Histogram({ name, help, buckets: seconds, registers });
    const labelNames = ['currency'] as const;
    this.#money = new Counter({
      name: 'baton_spent_money_total',
      help: 'Money spent, in units',
      labelNames,
      registers,
    });
    this.#tokens = new Counter({ name: 'baton_spent_tokens_total', help: 'Tokens that models counted', registers });
    this.#calls = new Counter({ name: 'baton_paid_calls_total', help: 'Calls that were paid for', registers });
  }

  committed({ events }: Commit, milliseconds: number): void {
    this.#commits.observe(milliseconds / 1_000);
    for (const { event } of events) this.#events.get(event.kind)?.inc();
  }

  appended({ stream, facts, state }: FactCommit): void {
    if (!stream.endsWith('/budget')) return;
    const { currency } = state;
    if (typeof currency === 'string') this.#currencies.set(stream, currency);
    for (const { kind, fields } of facts) if (kind === 'budget.settled') this.#settled(stream, fields);
  }

  #settled(stream: string, { spent }: JsonObject): void {
    if (spent === undefined || !isJsonObject(spent)) return;
    const amount = (measure: string): number => Math.max(0, Number(spent[measure] ?? 0));
    if (amount('money') > 0)
      this.#money.inc({ currency: this.#currencies.get(stream) ?? 'unknown' }, amount('money') / microUnits);
    this.#tokens.inc(amount('tokens'));
    this.#calls.inc(amount('calls'));
  }
}
