import { isDeepStrictEqual } from 'node:util';
import { decide, evolve, type ExecutionState, type Recorded } from '@batonhq/core';
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
  for (let index = 0; index < examined.events.length;) {
    const { length, problem } = compare(examined, state, index);
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

function compare({ id, program, events }: Examined, state: ExecutionState | null, index: number): Comparison {
  const first = events[index];
  const trigger = first === undefined ? null : triggerOf({ id, program, state }, first);
  if (trigger === null) return { length: 1, problem: null };
  const decided = decide({ program, execution: id, state }, trigger).events;
  const different = decided.findIndex((recorded, offset) => !same(recorded, events[index + offset]));
  const problem = different < 0 ? null : described(decided[different], events[index + different]);
  return { length: Math.max(1, decided.length), problem };
}

function same(decided: Recorded, recorded: Recorded | undefined): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(decided)), JSON.parse(JSON.stringify(recorded ?? null)));
}

function described(decided: Recorded | undefined, recorded: Recorded | undefined): string {
  const would = decided === undefined ? 'nothing' : short(decided);
  return `event ${recorded?.seq ?? 'at the end'} is ${recorded === undefined ? 'missing' : short(recorded)}; deciding again gives ${would}`;
}

function short({ event }: Recorded): string {
  const text = JSON.stringify(event);
  return text.length <= 160 ? text : `${text.slice(0, 160)}…`;
}
