import {
  foldSchedule,
  fromFact,
  fromKeptState,
  scheduleView,
  upcomingOccurrences,
  type FactStreams,
  type ScheduleState,
  type StandingStream,
} from '@batonhq/core';
import { NotFoundError } from '../errors.ts';
import type { ScheduleReading } from './schedules.ts';

/** Streams that are only read. */
type ReadStreams = Pick<FactStreams, 'facts' | 'standing'>;

/** What the names of the streams of schedules begin with. */
const prefix = 'schedule/';

const shownOccurrences = 10;
const shownFacts = 50;

/** The stream of a schedule. */
export function streamOf(id: string): string {
  return `${prefix}${id}`;
}

/** The schedule whose stream this is; null for any other stream. */
export function idOfStream(stream: string): string | null {
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : null;
}

/** The schedules that ever were, as the journal has them. */
export async function readSchedules(streams: ReadStreams): Promise<readonly ScheduleState[]> {
  const states: ScheduleState[] = [];
  for (const standing of await streams.standing(prefix)) {
    const state = await stateOf(streams, standing);
    if (state !== null) states.push(state);
  }
  return states;
}

/** One schedule as the journal has it, a deleted one too; null when there never was one. */
export async function readSchedule(streams: ReadStreams, id: string): Promise<ScheduleState | null> {
  const stream = streamOf(id);
  const found = (await streams.standing(stream)).find((standing) => standing.stream === stream);
  return found === undefined ? null : stateOf(streams, found);
}

/** Answers from a journal alone. */
export function scheduleReading(streams: ReadStreams): ScheduleReading {
  const one = async (id: string): Promise<ScheduleState> => {
    const state = await readSchedule(streams, id);
    if (state === null) throw noSchedule(id);
    return state;
  };
  return {
    list: async () =>
      (await readSchedules(streams)).filter(({ phase }) => phase !== 'deleted').map((state) => scheduleView(state)),
    get: async (id) => scheduleView(await one(id)),
    next: async (id, count = shownOccurrences) => upcomingOccurrences(await one(id), count),
    async history(id, limit = shownFacts) {
      const { seq } = await one(id);
      return streams.facts(streamOf(id), { seq: Math.max(0, seq - limit) });
    },
  };
}

/** Nobody published a definition of this name with a schedule. */
export function noSchedule(id: string): NotFoundError {
  return new NotFoundError(`there is no schedule ${id}: publish a definition of that name with a \`schedule\``);
}

/** The state that was kept, or the facts folded when it is missing. */
async function stateOf(streams: ReadStreams, { stream, state }: StandingStream): Promise<ScheduleState | null> {
  const kept = fromKeptState(state);
  if (kept !== null) return kept;
  const facts = await streams.facts(stream, { seq: 0 });
  return foldSchedule(
    stream.slice(prefix.length),
    null,
    facts.map((fact) => fromFact(fact)),
  );
}
