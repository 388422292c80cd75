import { shortestInterval, type ScheduleRule } from '../calendar/schedule-rule.ts';
import type { Duration } from '../definition/schema/duration.ts';
import type { Computed } from '../expression/evaluator.ts';
import { isJsonObject } from '../kernel/json.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';
import { compileStrategy } from './event-filters.ts';
import { checkCron, fixedDuration, scheduleSettings } from './schedule-settings.ts';
import type { Waiting } from './task-node.ts';

/** When executions of a definition start by themselves, and with what. */
export interface ProgramSchedule {
  readonly rule: ScheduleRule;
  /** Over `{ scheduledAt, cause, schedule }`; that itself flows in when the definition says nothing. */
  readonly input?: Computed;
  /** The CloudEvents that start executions. */
  readonly on?: Waiting;
}

/** Compiles `schedule`, with what `document.metadata.schedule` says about it. */
export function compileSchedule(compilation: Compilation, site: Site): ProgramSchedule | undefined {
  const { schedule } = compilation.workflow;
  const metadata = deeper(site, 'document', 'metadata', 'schedule');
  if (schedule === undefined) {
    warnOfIdleSettings(compilation, metadata);
    return undefined;
  }
  const at = deeper(site, 'schedule');
  const { zone, ...policies } = scheduleSettings(compilation, metadata);
  const cron = schedule.cron === undefined ? null : { expression: schedule.cron, zone };
  if (cron !== null) checkCron(compilation, cron, deeper(at, 'cron'));
  const on = compileOn(compilation, deeper(at, 'on'));
  const input = compileInput(compilation, deeper(metadata, 'input'));
  const rule: ScheduleRule = {
    every: interval(compilation, schedule.every, deeper(at, 'every')),
    cron,
    after: interval(compilation, schedule.after, deeper(at, 'after')),
    on: on !== undefined,
    input: input !== undefined,
    ...policies,
  };
  return { rule, ...(input !== undefined && { input }), ...(on !== undefined && { on }) };
}

function interval(compilation: Compilation, duration: Duration | undefined, site: Site): number | null {
  if (duration === undefined) return null;
  const milliseconds = fixedDuration(compilation, site);
  if (milliseconds !== null && milliseconds < shortestInterval) {
    const problem = { message: 'this interval is too short', expected: `at least ${shortestInterval} milliseconds` };
    compilation.report(site.path, problem);
  }
  return milliseconds;
}

function compileOn(compilation: Compilation, site: Site): Waiting | undefined {
  const { on } = compilation.workflow.schedule ?? {};
  if (on === undefined) return undefined;
  const waiting = compileStrategy(compilation, on, site);
  if (waiting.until?.kind === 'never') {
    const hint = 'leave "until" out to start an execution at each event, or say when there are enough of them';
    compilation.report([...site.path, 'until'], { message: 'this schedule would never start an execution', hint });
  }
  return waiting;
}

function compileInput(compilation: Compilation, site: Site): Computed | undefined {
  const written = compilation.written(site.path);
  return written === undefined ? undefined : compilation.template(written, site);
}

function warnOfIdleSettings(compilation: Compilation, site: Site): void {
  const written = compilation.written(site.path);
  if (!isJsonObject(written) || !('misfire' in written || 'zone' in written || 'overlap' in written)) return;
  const problem = { message: 'these settings have no schedule to be about', hint: 'add "schedule" beside "do"' };
  compilation.report(site.path, problem, { severity: 'warning', aspect: 'key' });
}
