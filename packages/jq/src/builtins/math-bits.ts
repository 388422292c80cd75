/** Functions on the binary representation of numbers. */

/** Rounds halves to the even neighbour. */
export function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : Math.ceil(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** x ** y as C has it: 1 to any power, and anything to the power 0, is 1. */
export const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;

export const copySign = (x: number, y: number): number => (isNegative(x) === isNegative(y) ? x : -x);

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** x * 2 ** exponent, in steps, because 2 ** exponent alone may be out of range. */
export function scale(x: number, exponent: number): number {
  const clamped = Math.max(-2200, Math.min(2200, exponent));
  let result = x;
  let left = Number.isNaN(exponent) ? Number.NaN : clamped;
  if (Number.isNaN(left)) return Number.NaN;
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  for (; left < -1000; left += 1000) result *= 2 ** -1000;
  return result * 2 ** left;
}

/** Splits into a fraction of at least a half and below one, and the exponent that goes with it. */
export function frexp(x: number): readonly [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  const view = new DataView(new ArrayBuffer(8));
  // Subnormal numbers are made normal first.
  const isSubnormal = Math.abs(x) < 2 ** -1022;
  view.setFloat64(0, isSubnormal ? x * 2 ** 54 : x);
  const high = view.getUint16(0);
  const exponent = ((high >> 4) & 0x7ff) - 1022;
  view.setUint16(0, (high & 0x800f) | (1022 << 4));
  return [view.getFloat64(0), isSubnormal ? exponent - 54 : exponent];
}

/** The fraction and the whole part, both with the sign of the number. */
export function modf(x: number): readonly [number, number] {
  const whole = Math.trunc(x);
  if (!Number.isFinite(x)) return [Number.isNaN(x) ? x : copySign(0, x), x];
  return [copySign(x - whole, x), whole];
}

export function logb(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  return frexp(x)[1] - 1;
}

export function significand(x: number): number {
  return x === 0 || !Number.isFinite(x) ? x : frexp(x)[0] * 2;
}

export const isNormal = (x: number): boolean => Number.isFinite(x) && Math.abs(x) >= 2 ** -1022;

/** The neighbour of x in the direction of y. */
export function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x < y === x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The remainder of the division whose quotient is rounded to the nearest integer, halves to even. */
export function remainder(x: number, y: number): number {
  if (!Number.isFinite(x) || Number.isNaN(y) || y === 0) return Number.NaN;
  const size = Math.abs(y);
  if (size === Number.POSITIVE_INFINITY) return x;
  const rest = Math.abs(x) % size;
  const isOdd = Math.abs(x) % (2 * size) >= size;
  const nearest = 2 * rest > size || (2 * rest === size && isOdd) ? rest - size : rest;
  return isNegative(x) ? -nearest : nearest;
}
