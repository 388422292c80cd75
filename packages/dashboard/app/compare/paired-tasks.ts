import { givenTo, type Row } from '../story/story.ts';
import { differencesOf, type Difference } from './difference.ts';

/** The same task in two executions; null where one of them did not come to it. */
export interface PairedTask {
  readonly key: string;
  readonly left: Row | null;
  readonly right: Row | null;
  /** The lengths differ in more than what machines always differ in, or the phases do, or the attempts. */
  readonly isOther: boolean;
  readonly input: readonly Difference[];
  readonly output: readonly Difference[];
}

/** Lengths that are within this of each other are told as alike: milliseconds, and the share of the longer one. */
const alike = { milliseconds: 50, share: 0.25 };

/** Tasks of two executions side by side, in the order in which they began on the left, then those of the right alone. */
export function pairedTasks(left: ReadonlyMap<string, Row>, right: ReadonlyMap<string, Row>): readonly PairedTask[] {
  const keys = new Set([...left.values(), ...right.values()].filter(({ isStep }) => !isStep).map(({ key }) => key));
  return [...keys].map((key) => pair(key, left.get(key) ?? null, right.get(key) ?? null));
}

function pair(key: string, left: Row | null, right: Row | null): PairedTask {
  if (left === null || right === null) return { key, left, right, isOther: true, input: [], output: [] };
  const input = differencesOf(givenTo(left), givenTo(right));
  const output = differencesOf(left.output, right.output);
  const isOther =
    left.phase !== right.phase ||
    left.attempts !== right.attempts ||
    input.length + output.length > 0 ||
    areOtherLengths(lengthOf(left), lengthOf(right));
  return { key, left, right, isOther, input, output };
}

function areOtherLengths(left: number, right: number): boolean {
  const apart = Math.abs(left - right);
  return apart > alike.milliseconds && apart > alike.share * Math.max(left, right);
}

/** Milliseconds that a task took; none yet for one that is open. */
export function lengthOf({ startedAt, endedAt }: Row): number {
  return endedAt === null ? 0 : endedAt - startedAt;
}
