import { assert } from '../kernel/assert.ts';
import type { Recorded } from '../event/event.ts';
import { evolveSchedule } from './evolve-schedule.ts';
import type { ScheduleEvent, Upcoming } from './schedule-event.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { ScheduleRefusal } from './schedule-trigger.ts';

/** What a trigger led to. */
export interface ScheduleDecision {
  readonly events: readonly Recorded<ScheduleEvent>[];
  /** The state after the events; null when there is no schedule yet. */
  readonly state: ScheduleState | null;
  readonly refusal?: ScheduleRefusal;
}

/** A decision in the making: every event is folded in at once, so that what follows is decided on the new state. */
export class ScheduleTransition {
  /** The wall clock. */
  readonly now: number;
  readonly #id: string;
  readonly #at: number;
  readonly #events: Recorded<ScheduleEvent>[] = [];
  #state: ScheduleState | null;

  constructor(id: string, state: ScheduleState | null, now: number) {
    this.#id = id;
    this.#state = state;
    this.now = now;
    this.#at = Math.max(now, state?.at ?? now);
  }

  get state(): ScheduleState {
    assert(this.#state, `schedule ${this.#id} does not exist`);
    return this.#state;
  }

  get id(): string {
    return this.#id;
  }

  /** Records a fact and folds it in. Facts of one stream never go back in time, whatever the clock does. */
  emit(event: ScheduleEvent): void {
    const recorded = { seq: (this.#state?.seq ?? 0) + 1, at: this.#at, event };
    this.#state = evolveSchedule(this.#id, this.#state, recorded);
    this.#events.push(recorded);
  }

  /** Records other instants to come, when they are others. */
  plan(next: Partial<Upcoming>): void {
    const before = this.state.next;
    const planned = { ...before, ...next };
    const isSame = planned.every === before.every && planned.cron === before.cron && planned.after === before.after;
    if (!isSame) this.emit({ kind: 'schedule.planned', next: planned });
  }

  decision(refusal?: ScheduleRefusal): ScheduleDecision {
    return { events: this.#events, state: this.#state, ...(refusal !== undefined && { refusal }) };
  }
}
