import {
  foldEvents,
  tasksOf,
  viewOf,
  waitingFor,
  type Json,
  type JsonObject,
  type Program,
  type Recorded,
} from '@batonhq/core';
import { waitingText } from '../progress/waiting-text.ts';

/** The story of an execution and what it executes. */
export interface Retold {
  readonly id: string;
  readonly program: Program;
  readonly events: readonly Recorded[];
}

/**
 * How an execution stood after its event `seq`, rebuilt from the events alone: what people ask about, as JSON. Empty
 * before the first event.
 */
export function standingAt({ id, program, events }: Retold, seq: number): JsonObject {
  const past = events.filter((recorded) => recorded.seq <= seq);
  const state = foldEvents(program, null, { execution: id, events: past });
  if (state === null) return {};
  const { phase, substate, output, fault } = viewOf(state);
  return plain({
    phase,
    ...(substate !== null && { substate }),
    input: state.input,
    context: state.context,
    tasks: Object.fromEntries(
      tasksOf(past).map((task) => [task.reference, { phase: task.phase, attempts: task.attempts }]),
    ),
    waitingFor: Object.fromEntries(
      waitingFor(program, state).map((entry) => [
        'task' in entry ? entry.task : entry.kind,
        waitingText(entry, id, state.at).text,
      ]),
    ),
    messages: state.inbox.map(({ type, data }) => ({ type, data: data ?? null })),
    ...(phase === 'completed' && { output }),
    ...(fault !== null && { fault }),
  });
}

/** The whole state after the event, as the engine has it. */
export function stateAt({ id, program, events }: Retold, seq: number): Json {
  const past = events.filter((recorded) => recorded.seq <= seq);
  return plain(foldEvents(program, null, { execution: id, events: past }));
}

function plain<T extends Json>(value: unknown): T {
  const copy: T = JSON.parse(JSON.stringify(value));
  return copy;
}
