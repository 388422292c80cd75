import { RequestError } from '../request-error.ts';
import { defaultThresholds, type HealthMeasure, type HealthThreshold, type HealthThresholds } from './health-level.ts';

/** How health is judged. */
export interface HealthOptions {
  /** Instead of the usual ones, measure by measure; `defaultThresholds` has those. */
  readonly thresholds?: Readonly<Partial<Record<HealthMeasure, HealthThreshold>>>;
  /** Milliseconds that count as lately, 24 hours by default. */
  readonly window?: number;
}

/** The same with everything said. */
export interface CheckedHealth {
  readonly thresholds: HealthThresholds;
  readonly window: number;
}

const day = 86_400_000;

/** Fills in what is missing; @throws {RequestError} for what nobody judges by. */
export function checkHealth({ thresholds = {}, window = day }: HealthOptions = {}): CheckedHealth {
  if (!(window > 0)) throw new RequestError(`\`health.window\` is a number of milliseconds above 0, not ${window}`);
  for (const [measure, levels] of Object.entries(thresholds)) {
    if (!Object.hasOwn(defaultThresholds, measure))
      throw new RequestError(`\`health.thresholds.${measure}\`: measures are ${names(defaultThresholds)}`);
    for (const [level, value] of Object.entries(levels))
      if (!['strained', 'degraded', 'critical'].includes(level) || !Number.isFinite(value))
        throw new RequestError(
          `\`health.thresholds.${measure}.${level}\`: a number for strained, degraded or critical`,
        );
  }
  return { thresholds: { ...defaultThresholds, ...thresholds }, window };
}

const names = (of: object): string => Object.keys(of).join(', ');
