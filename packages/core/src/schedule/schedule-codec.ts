import { NewerEventError } from '../event/newer-event-error.ts';
import type { Recorded } from '../event/event.ts';
import type { Fact } from '../event/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { ScheduleEvent, ScheduleEventKind } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';

/** Version of the stored form of each kind. Total: a new kind fails to compile until its form is stated. */
const versions: Readonly<Record<ScheduleEventKind, number>> = {
  'schedule.activated': 1,
  'schedule.paused': 1,
  'schedule.resumed': 1,
  'schedule.deleted': 1,
  'schedule.planned': 1,
  'schedule.shifted': 1,
  'occurrence.started': 1,
  'occurrence.held': 1,
  'occurrence.skipped': 1,
  'occurrence.failed': 1,
  'occurrence.ended': 1,
  'occurrences.missed': 1,
  'event.collected': 2,
};

/** Version of the stored form of the state; any other one is passed over and the facts folded. */
const stateVersion = 2;

/** An event of a schedule as a journal keeps it. */
export function toFact({ seq, at, event }: Recorded<ScheduleEvent>): Fact {
  const { kind, ...fields } = event;
  return { seq, at, kind, version: versions[kind], fields: asJson(fields) };
}

/**
 * An event of a schedule as it was recorded.
 *
 * @throws {NewerEventError} for a kind or version that this release does not know.
 */
export function fromFact({ seq, at, kind, version, fields }: Fact): Recorded<ScheduleEvent> {
  if (!isKnown(kind) || version > versions[kind]) throw new NewerEventError(kind, version);
  const event: { readonly kind: ScheduleEventKind } = { ...fields, kind };
  return { seq, at, event: event as ScheduleEvent };
}

/** A state as a journal keeps it. */
export function toKeptState(state: ScheduleState): JsonObject {
  return asJson({ version: stateVersion, state });
}

/** A state that was kept; null for none, and for one of another version. */
export function fromKeptState(kept: JsonObject | null): ScheduleState | null {
  const stored: { readonly version?: unknown; readonly state?: unknown } = kept ?? {};
  return stored.version === stateVersion ? (stored.state as ScheduleState) : null;
}

function isKnown(kind: string): kind is ScheduleEventKind {
  return Object.hasOwn(versions, kind);
}

/** Members that are absent are left out, as JSON does. */
function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
