import { scheduleDefaults, type ScheduleRule } from '../src/calendar/schedule-rule.ts';
import { decideSchedule, type ScheduleDeciding } from '../src/schedule/decide-schedule.ts';
import { foldSchedule } from '../src/schedule/evolve-schedule.ts';
import type { Occurrence, ScheduleEvent } from '../src/schedule/schedule-event.ts';
import type { ScheduleState } from '../src/schedule/schedule-state.ts';
import type { ScheduleTrigger } from '../src/schedule/schedule-trigger.ts';
import { fromFact, toFact } from '../src/schedule/schedule-codec.ts';
import type { Recorded } from '../src/event/event.ts';

/** A trigger without its time. */
type Untimed<T> = T extends unknown ? Omit<T, 'now'> : never;

/** Milliseconds of a text such as `2026-01-01T00:00Z`. */
export const at = (text: string): number => Date.parse(text);

/** The reverse. */
export const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

/** A rule that says this, and the defaults for the rest. */
export function rule(says: Partial<ScheduleRule>): ScheduleRule {
  const { zone: _zone, ...defaults } = scheduleDefaults;
  return { every: null, cron: null, after: null, on: false, input: false, ...defaults, ...says };
}

export const definition = { namespace: 'test', name: 'report', version: '1.0.0', hash: 'h1' };
export const origin = { tenant: 'local', user: 'local', priority: 5 };

/** A schedule that is moved by triggers at moments, and remembers what it did. */
export class ScheduleTrial {
  readonly events: Recorded<ScheduleEvent>[] = [];
  state: ScheduleState | null = null;
  refusal: string | undefined;
  readonly #deciding: ScheduleDeciding;

  constructor(deciding: Partial<ScheduleDeciding> = {}) {
    this.#deciding = {
      id: 'test/report',
      inputOf: ({ instant }) => iso(instant),
      on: null,
      ...deciding,
    };
  }

  activate(now: string, says: Partial<ScheduleRule>, hash = 'h1'): readonly string[] {
    return this.do(now, { kind: 'activate', definition: { ...definition, hash }, rule: rule(says), origin });
  }

  /** Delivers a trigger; gives what happened, in short. */
  do(now: string, trigger: Untimed<ScheduleTrigger>): readonly string[] {
    const decision = decideSchedule(this.#deciding, this.state, { ...trigger, now: at(now) });
    this.state = decision.state;
    this.refusal = decision.refusal?.message;
    this.events.push(...decision.events);
    return decision.events.flatMap(({ event }) => inShort(event));
  }

  due(now: string): readonly string[] {
    return this.do(now, { kind: 'due' });
  }

  /** Ends the oldest open execution. */
  end(now: string, phase: 'completed' | 'faulted' | 'cancelled' = 'completed'): readonly string[] {
    const execution = this.state?.open[0]?.execution ?? '';
    return this.do(now, { kind: 'ended', execution, phase, endedAt: at(now) });
  }

  /** The state that the journal would give: every event written and read back, folded from the first. */
  replayed(): ScheduleState | null {
    return foldSchedule(
      'test/report',
      null,
      this.events.map((event) => fromFact(toFact(event))),
    );
  }
}

function inShort(event: ScheduleEvent): readonly string[] {
  switch (event.kind) {
    case 'occurrence.started':
      return [`started ${place(event.occurrence)}`];
    case 'occurrence.held':
      return [`held ${place(event.occurrence)}`];
    case 'occurrence.skipped':
      return [`skipped ${place(event.occurrence)}: ${event.reason}`];
    case 'occurrence.failed':
      return [`failed ${place(event.occurrence)}: ${event.reason}`];
    case 'occurrences.missed': {
      const { first, last, count, atLeast } = event.span;
      return [
        `missed ${atLeast === true ? 'at least ' : ''}${count} from ${iso(first)} to ${iso(last)}: ${event.reason}`,
      ];
    }
    case 'occurrence.ended':
      return [`ended ${event.phase}`];
    default:
      return [];
  }
}

function place({ cause, instant }: Occurrence): string {
  return `${cause} ${iso(instant)}`;
}
