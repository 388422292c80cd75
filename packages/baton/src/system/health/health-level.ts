/** How a system does, from best to worst. */
export type HealthLevel = 'healthy' | 'strained' | 'degraded' | 'critical';

/** What health is judged by. */
export type HealthMeasure = 'successRate' | 'suspended' | 'ambiguous' | 'overdue' | 'approvals' | 'disk';

/** From which value on a level holds; a level that is missing is never reached by this measure. */
export type HealthThreshold = Readonly<Partial<Record<Exclude<HealthLevel, 'healthy'>, number>>>;

/** The thresholds of each measure. */
export type HealthThresholds = Readonly<Record<HealthMeasure, HealthThreshold>>;

/** One measure, and what it comes to. */
export interface HealthSign {
  readonly measure: HealthMeasure;
  /** Null when there is too little to judge by. */
  readonly value: number | null;
  readonly level: HealthLevel;
  /** The threshold that was passed; null while it is healthy. */
  readonly threshold: number | null;
  /** A sentence to show. */
  readonly message: string;
}

const levels = ['healthy', 'strained', 'degraded', 'critical'] as const satisfies readonly HealthLevel[];
const second = 1_000;
const hour = 3_600_000;
const megabyte = 1_000_000;

/**
 * When a system counts as what, unless the option `health` says otherwise: `successRate` of the tasks that ended lately,
 * and free bytes of the `disk`, at or below; executions that are `suspended`, steps that are `ambiguous`, milliseconds that
 * the oldest timer is `overdue` and the oldest open question to people is old (`approvals`), at or above.
 */
export const defaultThresholds: HealthThresholds = {
  successRate: { strained: 0.98, degraded: 0.9, critical: 0.5 },
  suspended: { degraded: 1, critical: 100 },
  ambiguous: { degraded: 1, critical: 10 },
  overdue: { strained: 5 * second, degraded: 60 * second, critical: 600 * second },
  approvals: { strained: 24 * hour },
  disk: { strained: 500 * megabyte, degraded: 200 * megabyte, critical: 50 * megabyte },
};

/** Measures of which less is worse. */
const falling: readonly HealthMeasure[] = ['successRate', 'disk'];

/** Judges a measure; the worst level whose threshold it passes holds. */
export function levelOf(
  measure: HealthMeasure,
  value: number | null,
  thresholds: HealthThresholds,
): Pick<HealthSign, 'level' | 'threshold'> {
  if (value === null) return { level: 'healthy', threshold: null };
  for (const level of ['critical', 'degraded', 'strained'] as const) {
    const threshold = thresholds[measure][level];
    if (threshold === undefined) continue;
    if (falling.includes(measure) ? value <= threshold : value >= threshold) return { level, threshold };
  }
  return { level: 'healthy', threshold: null };
}

/** The worst of these. */
export function worst(signs: readonly HealthSign[]): HealthLevel {
  return levels[Math.max(0, ...signs.map(({ level }) => levels.indexOf(level)))] ?? 'healthy';
}
