import { deeper, type Compilation, type Site } from './compilation.ts';
import { optionalDuration } from './durations.ts';
import { compileStrategy } from './event-filters.ts';

/** Checks `schedule` and `evaluate`: they say when executions start and how expressions are read, before there is a task. */
export function checkSettings(compilation: Compilation, site: Site): void {
  const { schedule, evaluate } = compilation.workflow;
  if (evaluate?.language !== undefined && evaluate.language !== 'jq') {
    const problem = { message: `expressions in "${evaluate.language}" are not supported`, expected: 'jq' };
    compilation.report(['evaluate', 'language'], problem);
  }
  if (schedule === undefined) return;
  const at = deeper(site, 'schedule');
  optionalDuration(compilation, schedule.every, deeper(at, 'every'));
  optionalDuration(compilation, schedule.after, deeper(at, 'after'));
  if (schedule.on !== undefined) compileStrategy(compilation, schedule.on, deeper(at, 'on'));
}
