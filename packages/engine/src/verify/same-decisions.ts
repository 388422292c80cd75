import { isDeepStrictEqual } from 'node:util';
import { decide, evolve, programAt, type ExecutionState, type Gates, type Recorded } from '@batonhq/core';
import { type Check, type Examined, findings } from './examined.ts';
import { triggerOf } from './trigger-of.ts';

const found = findings(
  'I8',
  'the record stands, and recovery never decides again: nothing to repair, but this version would have gone another way',
);

/**
 * I8: deciding again over the same journal gives the same events. Triggers are not recorded, but most of them can be
 * read off the first event they led to; where not (output that was transformed), the check goes on after it.
 */
export const sameDecisions: Check = (examined) => {
  let state: ExecutionState | null = null;
  let isReleasing = false;
  for (let index = 0; index < examined.events.length;) {
    const { length, problem }: Comparison = isReleasing ? unknown : compare(examined, state, index);
    isReleasing = length === 1 && isRelease(examined.events[index]);
    if (problem !== null) return [found(examined.id, problem)];
    for (const recorded of examined.events.slice(index, index + length)) {
      state = evolve(examined.program, state, { execution: examined.id, recorded });
    }
    index += length;
  }
  return [];
};

interface Comparison {
  /** How many events are accounted for; at least one. */
  readonly length: number;
  readonly problem: string | null;
}

/** What led to an event cannot be told. */
const unknown: Comparison = { length: 1, problem: null };

function compare({ id, program, events }: Examined, state: ExecutionState | null, index: number): Comparison {
  const telling = events.slice(index).find((recorded) => !isRelease(recorded));
  const trigger =
    telling === undefined
      ? null
      : triggerOf({ id, program: state === null ? program : programAt(program, state), state }, telling);
  if (trigger === null) return unknown;
  const decided = decide({ program, execution: id, state, gates: recordedGates(events, index) }, trigger).events;
  if (telling !== events[index] && !same(events[index], decided[0])) return unknown;
  const different = decided.findIndex((recorded, offset) => !same(recorded, events[index + offset]));
  const problem = different < 0 ? null : described(decided[different], events[index + different]);
  return { length: Math.max(1, decided.length), problem };
}

/** Which gates a call came to is an input of the decision, as time is: it is read off what was recorded next about the step. */
function recordedGates(events: readonly Recorded[], from: number): Gates {
  return ({ step, attempt }) => {
    for (let index = from; index < events.length; index += 1) {
      const event = events[index]?.event;
      if (event?.kind === 'task.started' && event.task === step) return event.gates ?? [];
      if (event?.kind === 'step.gated' && event.step === step && event.attempt === attempt) return event.gates;
      if (event?.kind === 'step.claimed' && event.step === step && event.attempt === attempt) return [];
    }
    return [];
  };
}

/** Timers of what ends are cancelled first; what it was that ended is said after them. */
function isRelease(recorded: Recorded | undefined): boolean {
  return recorded?.event.kind === 'timer.cancelled';
}

function same(one: Recorded | undefined, other: Recorded | undefined): boolean {
  return isDeepStrictEqual(asStored(one), asStored(other));
}

/** What is after it was written as JSON and read back. */
function asStored(recorded: Recorded | undefined): unknown {
  return JSON.parse(JSON.stringify(recorded ?? null));
}

function described(decided: Recorded | undefined, recorded: Recorded | undefined): string {
  const would = decided === undefined ? 'nothing' : short(decided);
  return `event ${recorded?.seq ?? 'at the end'} is ${recorded === undefined ? 'missing' : short(recorded)}; deciding again gives ${would}`;
}

function short({ event }: Recorded): string {
  const text = JSON.stringify(event);
  return text.length <= 160 ? text : `${text.slice(0, 160)}…`;
}
