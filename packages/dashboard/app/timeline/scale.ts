import type { Row } from '../story/story.ts';

/** An instant, and how far along the axis it lies, from 0 to 100. */
interface Knot {
  readonly at: number;
  readonly percent: number;
}

/** What stretch of time a timeline shows, and where each instant lies on it. */
export interface Scale {
  readonly from: number;
  readonly until: number;
  readonly knots: readonly Knot[];
  /** Stretches in which nothing was at work, drawn shorter than they were. */
  readonly squeezed: readonly Stretch[];
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** A stretch in which nothing is at work takes at most this share of what was work. */
const shareOfWait = 0.12;

/**
 * The stretch in which all rows lie; what goes on still goes on until now. Squeezed, long waits are drawn short: beside three
 * days until an answer came, seconds of work would be too small to see.
 */
export function scaleOf(
  rows: readonly Row[],
  { now, isSqueezed }: { readonly now: number; readonly isSqueezed: boolean },
): Scale {
  let from = Infinity;
  let until = -Infinity;
  for (const { startedAt, endedAt } of rows) {
    from = Math.min(from, startedAt);
    until = Math.max(until, endedAt ?? now);
  }
  if (from === Infinity) [from, until] = [now, now + 1];
  until = Math.max(until, from + 1);
  const waits = isSqueezed ? waitsBetween(workOf(rows, now), { from, until }) : [];
  return { from, until, ...drawn({ from, until }, waits) };
}

/** Where an instant lies, from 0 to 100. */
export function percentOf(at: number, { knots }: Pick<Scale, 'knots'>): number {
  let [low, high] = [0, knots.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle]?.at ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [before, after] = [knots[low], knots[high]];
  if (before === undefined || after === undefined) return 0;
  // A wait that goes on until the end leaves two knots at one instant.
  if (after.at === before.at) return after.percent;
  const share = Math.min(1, Math.max(0, (at - before.at) / (after.at - before.at)));
  return before.percent + share * (after.percent - before.percent);
}

/** Stretches in which something was at work, joined and in order. What only holds others, or waits, is no work. */
function workOf(rows: readonly Row[], now: number): readonly Stretch[] {
  const stretches = rows
    .filter(isWork)
    .flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'attempt'))
    .map(({ from, until }) => ({ from, until: until ?? now }))
    .toSorted((a, b) => a.from - b.from);
  const joined: { from: number; until: number }[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last !== undefined && stretch.from <= last.until) last.until = Math.max(last.until, stretch.until);
    else joined.push({ ...stretch });
  }
  return joined;
}

/** A durable function is at work while one of its steps is: its own bar spans its waits too. */
function isWork({ isStep, effect, operation, hasSteps }: Row): boolean {
  if (isStep) return operation?.kind === 'step' || operation?.kind === 'call';
  return effect !== null && effect.kind !== 'lock' && !hasSteps;
}

function waitsBetween(work: readonly Stretch[], { from, until }: Stretch): readonly Stretch[] {
  const ends = [from, ...work.map((one) => one.until)];
  const begins = [...work.map((one) => one.from), until];
  return ends.map((end, index) => ({ from: end, until: begins[index] ?? until })).filter((one) => one.until > one.from);
}

function drawn({ from, until }: Stretch, waits: readonly Stretch[]): Pick<Scale, 'knots' | 'squeezed'> {
  const waited = waits.reduce((sum, one) => sum + one.until - one.from, 0);
  const most = Math.max(1, (until - from - waited) * shareOfWait);
  const squeezed = waits.filter((one) => one.until - one.from > most);
  const saved = squeezed.reduce((sum, one) => sum + one.until - one.from - most, 0);
  const length = until - from - saved;
  const knots: Knot[] = [{ at: from, percent: 0 }];
  let before = { at: from, shown: 0 };
  for (const one of squeezed) {
    const begins = before.shown + one.from - before.at;
    before = { at: one.until, shown: begins + most };
    knots.push({ at: one.from, percent: (begins / length) * 100 });
    knots.push({ at: one.until, percent: (before.shown / length) * 100 });
  }
  knots.push({ at: until, percent: 100 });
  return { knots, squeezed };
}
