import { z } from 'zod';
import { cronProblem, isZone } from '../calendar/cron.ts';
import { mostCatchUp, scheduleDefaults, type Misfire, type Overlap } from '../calendar/schedule-rule.ts';
import { duration } from '../definition/schema/duration.ts';
import { completed, foundProblems } from '../definition/schema/found-problem.ts';
import { strict } from '../definition/schema/parts.ts';
import { parseDuration } from '../kernel/duration.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';

/** What `document.metadata.schedule` chooses, with the defaults for what it does not say. */
export interface ScheduleSettings {
  readonly zone: string;
  readonly misfire: Misfire;
  readonly overlap: Overlap;
  readonly tolerance: number;
  readonly catchUp: number;
}

const wholeCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostCatchUp;

const shape = strict({
  zone: z.string().refine(isZone, 'a name of the time zone database, such as Europe/Berlin').optional(),
  misfire: z.enum(['skip', 'one', 'all']).optional(),
  overlap: z.enum(['allow', 'skip', 'wait', 'replace']).optional(),
  tolerance: duration.optional(),
  catchUp: z.number().refine(wholeCount, `a whole number from 1 to ${mostCatchUp}`).optional(),
  input: z.unknown().optional(),
});

/** Reads the settings at this site. */
export function scheduleSettings(compilation: Compilation, site: Site): ScheduleSettings {
  const written = compilation.written(site.path);
  const result = shape.safeParse(written ?? {});
  if (!result.success) {
    for (const found of result.error.issues.flatMap((issue) => foundProblems(issue, written)))
      compilation.report([...site.path, ...found.path], completed(found), { aspect: found.aspect });
    return scheduleDefaults;
  }
  const { zone, misfire, overlap, tolerance, catchUp } = result.data;
  return {
    zone: zone ?? scheduleDefaults.zone,
    misfire: misfire ?? scheduleDefaults.misfire,
    overlap: overlap ?? scheduleDefaults.overlap,
    catchUp: catchUp ?? scheduleDefaults.catchUp,
    tolerance:
      tolerance === undefined
        ? scheduleDefaults.tolerance
        : (fixedDuration(compilation, deeper(site, 'tolerance')) ?? scheduleDefaults.tolerance),
  };
}

/** A duration in milliseconds. There is nothing that an expression could be about before an execution exists. */
export function fixedDuration(compilation: Compilation, site: Site): number | null {
  const milliseconds = parseDuration(compilation.written(site.path) ?? null);
  if (milliseconds === null) {
    const problem = { message: 'a schedule needs a fixed duration', expected: 'such as PT15M, or { minutes: 15 }' };
    compilation.report(site.path, problem);
  }
  return milliseconds;
}

/** Reports a cron expression that cannot be read, or never comes true. The zone was checked as a setting. */
export function checkCron(
  compilation: Compilation,
  cron: { readonly expression: string; readonly zone: string },
  site: Site,
): void {
  const problem = cronProblem(cron);
  if (problem?.part !== 'expression') return;
  const expected = 'five fields: minute, hour, day, month, day of week, such as "0 6 * * 1-5"';
  compilation.report(site.path, {
    message: problem.message,
    expected,
    found: `"${cron.expression}"`,
  });
}
