import type { Json } from '../kernel/json.ts';
import type { Program } from '../program/program.ts';
import type { Occurrence } from './schedule-event.ts';

/**
 * What flows into the execution of an occurrence that no event brought: what `metadata.schedule.input` makes of
 * `{ scheduledAt, cause, schedule }`, or that itself. Only the former needs the program.
 */
export function occurrenceInput(schedule: string, occurrence: Occurrence, program: Program | null): Json {
  const { instant, cause } = occurrence;
  const about = { scheduledAt: new Date(instant).toISOString(), cause, schedule };
  if (program?.schedule?.input === undefined) return about;
  const { definition } = program;
  const scope = (name: string): Json => (name === 'workflow' ? { definition } : null);
  return program.schedule.input.evaluate(about, scope);
}
