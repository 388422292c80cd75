import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { microUnits, type Phase } from '@batonhq/core';
import { bottlenecksIn, type Bottleneck } from './health/bottlenecks.ts';
import type { Counts, CountRequest } from './health/counts.ts';
import { worst, type HealthLevel, type HealthSign } from './health/health-level.ts';
import type { CheckedHealth } from './health/health-options.ts';
import type { Story } from './health/journal-story.ts';
import { readSigns } from './health/read-signs.ts';
import { recommendationsFor, type Recommendation } from './health/recommendations.ts';
import { RequestError } from './request-error.ts';

/** Totals over everything in the journal. */
export interface SystemMetrics {
  /** Tasks that were started, in all executions. */
  readonly totalTasks: number;
  readonly completedTasks: number;
  readonly faultedTasks: number;
  /** Completed tasks among those that completed or faulted, from 0 to 1; 1 while none has ended. */
  readonly successRate: number;
  readonly totalExecutions: number;
  readonly executions: Readonly<Record<Phase, number>>;
  /** What was paid: of calls whose cost was never told, the worst case. */
  readonly costs: CostTotals;
  /** Agents that have a mission in hand: those of this process, so 0 where another one owns the folder. */
  readonly activeAgents: number;
  /** The worst of `signs`. */
  readonly systemHealth: HealthLevel;
  /** What health is judged by, one sign for each measure; see `defaultThresholds`. */
  readonly signs: readonly HealthSign[];
  /** What happened lately: in the last 24 hours, or in the option `health.window`; of very many events the last 200,000. */
  readonly recent: RecentWork;
  /** What takes the most time, is tried again or fails most often, and is waited for longest: at most five of each. */
  readonly bottlenecks: readonly Bottleneck[];
  /** What to do about it, most urgent first; none when there is nothing to say. */
  readonly recommendations: readonly Recommendation[];
}

/** What ended lately. */
export interface RecentWork {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly tasks: number;
  readonly completed: number;
  readonly faulted: number;
  /** From 0 to 1; 1 while none has ended. */
  readonly successRate: number;
  /** The mean of the calls that completed; 0 while there are none. */
  readonly meanMilliseconds: number;
}

/** What models and priced functions cost, all in all. */
export interface CostTotals {
  /** In units, by currency. */
  readonly money: Readonly<Record<string, number>>;
  readonly tokens: number;
  readonly calls: number;
}

/** What metrics are made of beside the journal. */
export interface MetricsRequest {
  readonly dataDir: string;
  readonly activeAgents: number;
  readonly health: CheckedHealth;
}

/** Counts what is in the journal of a folder, in a thread of its own because a large one takes a while. */
export async function readMetrics({ dataDir, activeAgents, health }: MetricsRequest): Promise<SystemMetrics> {
  const now = Date.now();
  const since = now - health.window;
  const counts = await count({ dataDir, now, since });
  const signs = readSigns(counts, health.thresholds);
  const bottlenecks = bottlenecksIn(counts.story);
  return {
    ...totalsOf(counts),
    activeAgents,
    systemHealth: worst(signs),
    signs,
    recent: recentOf(counts.story, since),
    bottlenecks,
    recommendations: recommendationsFor(signs, bottlenecks),
  };
}

function count(request: CountRequest): Promise<Counts> {
  const { promise, resolve, reject } = Promise.withResolvers<Counts>();
  const extension = extname(import.meta.url);
  const worker = new Worker(new URL(`./metrics-worker${extension}`, import.meta.url), { workerData: request });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new RequestError(`counting in ${request.dataDir} ended with ${code}`)));
  return promise;
}

type Totals = Pick<
  SystemMetrics,
  'totalTasks' | 'completedTasks' | 'faultedTasks' | 'successRate' | 'totalExecutions' | 'executions' | 'costs'
>;

function totalsOf({ tasks, executions, costs }: Counts): Totals {
  const of = (phase: Phase): number => executions[phase] ?? 0;
  const [completedTasks, faultedTasks] = [tasks['completed'] ?? 0, tasks['faulted'] ?? 0];
  return {
    totalTasks: sum(tasks),
    completedTasks,
    faultedTasks,
    successRate: rateOf(completedTasks, faultedTasks),
    totalExecutions: sum(executions),
    executions: {
      pending: of('pending'),
      running: of('running'),
      waiting: of('waiting'),
      suspended: of('suspended'),
      cancelled: of('cancelled'),
      faulted: of('faulted'),
      completed: of('completed'),
    },
    costs: totalOf(costs),
  };
}

function recentOf({ completed, faulted, performing, calls }: Story, since: number): RecentWork {
  return {
    since,
    tasks: completed + faulted,
    completed,
    faulted,
    successRate: rateOf(completed, faulted),
    meanMilliseconds: calls === 0 ? 0 : performing / calls,
  };
}

function rateOf(completed: number, faulted: number): number {
  return completed + faulted === 0 ? 1 : completed / (completed + faulted);
}

function totalOf(costs: Counts['costs']): CostTotals {
  const priced = costs.filter(({ money }) => money > 0);
  return {
    money: Object.fromEntries(priced.map(({ currency, money }) => [currency, money / microUnits])),
    tokens: costs.reduce((total, { tokens }) => total + tokens, 0),
    calls: costs.reduce((total, { calls }) => total + calls, 0),
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0);
}
