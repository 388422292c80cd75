import type { Json } from '../kernel/json.ts';
import type { Program } from '../program/program.ts';
import type { Occurrence } from './schedule-event.ts';

/**
 * What flows into the execution of an occurrence that no event brought: what `metadata.schedule.input` makes of
 * `{ scheduledAt, cause, schedule }`, or that itself.
 */
export function occurrenceInput({ reference, schedule, definition }: Program, occurrence: Occurrence): Json {
  const { instant, cause } = occurrence;
  const about = {
    scheduledAt: new Date(instant).toISOString(),
    cause,
    schedule: `${reference.namespace}/${reference.name}`,
  };
  const scope = (name: string): Json => (name === 'workflow' ? { definition } : null);
  return schedule?.input === undefined ? about : schedule.input.evaluate(about, scope);
}
