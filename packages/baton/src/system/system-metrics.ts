import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { microUnits, type Phase } from '@batonhq/core';
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
  /** `degraded` when an execution stands still until a person acts. */
  readonly systemHealth: 'healthy' | 'degraded';
}

/** What models and priced functions cost, all in all. */
export interface CostTotals {
  /** In units, by currency. */
  readonly money: Readonly<Record<string, number>>;
  readonly tokens: number;
  readonly calls: number;
}

/** What the journal counts. */
export interface Counts {
  readonly tasks: Readonly<Record<string, number>>;
  readonly executions: Readonly<Record<string, number>>;
  /** By currency; money in millionths. */
  readonly costs: readonly {
    readonly currency: string;
    readonly money: number;
    readonly tokens: number;
    readonly calls: number;
  }[];
}

/** Counts what is in the journal of a folder, in a thread of its own because a large one takes a while. */
export async function readMetrics(dataDir: string, activeAgents: number): Promise<SystemMetrics> {
  return metricsFrom(await count(dataDir), activeAgents);
}

function count(dataDir: string): Promise<Counts> {
  const { promise, resolve, reject } = Promise.withResolvers<Counts>();
  const extension = extname(import.meta.url);
  const worker = new Worker(new URL(`./metrics-worker${extension}`, import.meta.url), { workerData: { dataDir } });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new RequestError(`counting in ${dataDir} ended with ${code}`)));
  return promise;
}

function metricsFrom({ tasks, executions, costs }: Counts, activeAgents: number): SystemMetrics {
  const of = (phase: Phase): number => executions[phase] ?? 0;
  const [completedTasks, faultedTasks] = [tasks['completed'] ?? 0, tasks['faulted'] ?? 0];
  const endedTasks = completedTasks + faultedTasks;
  return {
    totalTasks: sum(tasks),
    completedTasks,
    faultedTasks,
    successRate: endedTasks === 0 ? 1 : completedTasks / endedTasks,
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
    activeAgents,
    systemHealth: of('suspended') > 0 ? 'degraded' : 'healthy',
  };
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
