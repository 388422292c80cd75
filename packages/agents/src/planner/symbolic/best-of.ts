/** The places of the greatest numbers, greatest first; of equal ones the first. Quick where few of many are wanted. */
export function bestOf(values: ArrayLike<number>, count: number): readonly number[] {
  const best: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    if (best.length >= count && value <= least) continue;
    const at = best.findIndex((other) => value > (values[other] ?? 0));
    best.splice(at < 0 ? best.length : at, 0, place);
    if (best.length > count) best.pop();
    least = values[best.at(-1) ?? 0] ?? 0;
  }
  return best;
}
