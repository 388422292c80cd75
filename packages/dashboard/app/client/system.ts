import { ask, queryOf } from '../client.ts';

/** From well to bad. */
export type Level = 'healthy' | 'strained' | 'degraded' | 'critical';

/** One measure of how the system does, in words. */
export interface Sign {
  readonly measure: string;
  readonly level: Level;
  readonly message: string;
}

/** What work waits for or is lost at. */
export interface Bottleneck {
  readonly kind: string;
  readonly subject: string;
  /** Of all time, or of all attempts, from 0 to 1. */
  readonly share: number;
  readonly message: string;
}

export interface SystemMetrics {
  readonly totalTasks: number;
  readonly completedTasks: number;
  readonly faultedTasks: number;
  readonly successRate: number;
  readonly totalExecutions: number;
  readonly executions: Readonly<Record<string, number>>;
  readonly activeAgents: number;
  readonly systemHealth: Level;
  readonly signs: readonly Sign[];
  readonly recent: {
    readonly since: number;
    readonly tasks: number;
    readonly successRate: number;
    readonly meanMilliseconds: number;
  };
  readonly bottlenecks: readonly Bottleneck[];
  readonly recommendations: readonly { readonly subject: string; readonly message: string }[];
}

/** Who did what over HTTP, or was refused. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly user: string;
  readonly role: string;
  readonly action: string;
  readonly what: string;
  readonly target: string | null;
  readonly result: string;
  readonly reason?: string;
}

/** Which entries. */
export interface AuditFilter {
  readonly user: string;
  readonly result: string;
  readonly before?: number;
}

export const system = {
  metrics: () => ask<SystemMetrics>('/api/system/metrics'),
  audit: (filter: AuditFilter) =>
    ask<{ readonly entries: readonly AuditEntry[]; readonly next: number | null }>(
      `/api/audit?${queryOf({ limit: 100, ...filter })}`,
    ),
};
