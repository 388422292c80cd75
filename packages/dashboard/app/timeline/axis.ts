import { percentOf, type Scale } from './scale.ts';

/** A mark on the axis of time. */
export interface Tick {
  /** From 0 at the start to 100 at the end. */
  readonly percent: number;
  /** Milliseconds since the start. */
  readonly offset: number;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400].map((s) => s * 1_000),
);

/** Per cent between two marks at least. */
const apart = 16;

/** Round instants on the axis; where waits are squeezed they stand at the end of each wait instead. */
export function ticksOf(scale: Scale): readonly Tick[] {
  const { from, until, squeezed } = scale;
  const offsets = squeezed.length === 0 ? roundOffsets(until - from) : [0, ...squeezed.map((one) => one.until - from)];
  const ticks: Tick[] = [];
  for (const offset of offsets) {
    const percent = percentOf(from + offset, scale);
    if (percent - (ticks.at(-1)?.percent ?? -Infinity) >= apart && percent <= 100 - apart)
      ticks.push({ offset, percent });
  }
  return ticks;
}

function roundOffsets(length: number): readonly number[] {
  const [most, day] = [5, 86_400_000];
  const step = steps.find((one) => length / one <= most) ?? Math.ceil(length / most / day) * day;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
