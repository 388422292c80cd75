import { isJsonObject, type Json } from '@batonhq/core';
import type { PlanProblem, PlanRequest } from './plan.ts';

/**
 * Characters of a goal, or of anything else that planners read word by word. Reading takes time in which nobody else is served,
 * some 20 ms for a thousand characters; who has more to say has a document to be read.
 */
const longest = 8_000;

/** What of a request is too long to be planned for; empty where nothing is. */
export function tooLong({ goal, requirements = [], context = {} }: PlanRequest): readonly PlanProblem[] {
  const texts: readonly Said[] = [
    { place: 'goal', text: goal },
    { place: 'requirements', text: requirements.join('\n') },
    ...textsIn(context, 'context'),
  ];
  return texts.filter(({ text }) => lengthOf(text) > longest).map((one) => problemOf(one));
}

interface Said {
  readonly place: string;
  readonly text: string;
}

/** As it is read: one sign may be written out as eighteen. */
function lengthOf(text: string): number {
  return text.length > longest ? text.length : text.normalize('NFKC').length;
}

function textsIn(value: Json, place: string): readonly Said[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, `${place}[${index}]`));
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, member]) => textsIn(member, `${place}.${name}`))
    : [];
}

function problemOf({ place, text }: Said): PlanProblem {
  const said = place === 'goal' ? 'the goal' : place;
  return {
    task: null,
    place,
    message: `${said} has ${lengthOf(text)} characters`,
    expected: `up to ${longest}: say what you want done, and put what has to be known into a document of the workspace`,
    found: `${text.slice(0, 80)}…`,
  };
}
