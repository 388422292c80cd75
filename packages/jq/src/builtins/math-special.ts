/** Gamma, error and Bessel functions. */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Natural logarithm of the absolute value of the gamma function. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  if (x > 20) return stirling(x);
  if (Number.isInteger(x)) return Math.log(factorial(x - 1));
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(lanczosSum(x - 1));
}

function lanczosSum(x: number): number {
  return LANCZOS.reduce((sum, coefficient, index) => sum + (index === 0 ? coefficient : coefficient / (x + index)), 0);
}

function stirling(x: number): number {
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** The sign of the gamma function. */
export const gammaSign = (x: number): number => (x < 0 && Math.floor(x) % 2 !== 0 ? -1 : 1);

export function tgamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return x === 0 ? 1 / x : Number.NaN;
    if (x <= 171) return factorial(x - 1);
  }
  if (x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * tgamma(1 - x));
  if (x > 171.7) return Number.POSITIVE_INFINITY;
  const t = x + 6.5;
  // The power is taken in two halves, because the whole may overflow where the result does not.
  const half = t ** ((x - 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * lanczosSum(x - 1);
}

function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor += 1) product *= factor;
  return product;
}

export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size > 2.5) return Math.sign(x) * (1 - erfcFraction(size));
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n += 1) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

export function erfc(x: number): number {
  if (x > 2.5) return erfcFraction(x);
  return x < -2.5 ? 2 - erfcFraction(-x) : 1 - erf(x);
}

// Continued fraction, evaluated from its end.
function erfcFraction(x: number): number {
  if (x > 28) return 0;
  let fraction = 0;
  for (let n = 120; n >= 1; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/**
 * Averages a periodic function over half its period. For the integrals below that is exact to the last digits as soon
 * as there are a few more points than the function has waves.
 */
function average(waves: number, f: (angle: number) => number): number {
  const points = Math.min(Math.ceil(waves) + 40, 2000);
  let sum = (f(0) + f(Math.PI)) / 2;
  for (let point = 1; point < points; point += 1) sum += f((Math.PI * point) / points);
  return sum / points;
}

// From here on the expansion for large arguments is as exact as the integral.
const FAR = 30;

/** Bessel function of the first kind. */
export function besselJ(order: number, x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : 0;
  if (x === 0) return order === 0 ? 1 : 0;
  const size = Math.abs(x);
  if (size > FAR + order * order) return (x < 0 && order % 2 !== 0 ? -1 : 1) * hankel(order, size, 0);
  return average(size + Math.abs(order), (angle) => Math.cos(order * angle - x * Math.sin(angle)));
}

/** Bessel function of the second kind: orders 0 and 1 directly, higher ones by recurrence. */
export function besselY(order: number, x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (order < 0) return (order % 2 === 0 ? 1 : -1) * besselY(-order, x);
  if (x === Number.POSITIVE_INFINITY) return 0;
  let [before, current] = [neumann(0, x), neumann(1, x)];
  if (order === 0) return before;
  for (let n = 1; n < Math.min(order, 1000); n += 1) [before, current] = [current, ((2 * n) / x) * current - before];
  return current;
}

const EULER = 0.5772156649015329;

// Y0 by its expansion in Bessel functions of the first kind, and Y1 as its derivative.
function neumann(order: 0 | 1, x: number): number {
  if (x > FAR + 1) return hankel(order, x, Math.PI / 2);
  const logarithm = Math.log(x / 2) + EULER;
  let sum = 0;
  for (let k = 1; k <= 40; k += 1) {
    const sign = k % 2 === 0 ? 1 : -1;
    if (order === 0) sum -= (2 * sign * besselJ(2 * k, x)) / k;
    else sum += (sign * (besselJ(2 * k - 1, x) - besselJ(2 * k + 1, x))) / k;
  }
  if (order === 0) return (2 / Math.PI) * (logarithm * besselJ(0, x) + sum);
  return (2 / Math.PI) * (logarithm * besselJ(1, x) - besselJ(0, x) / x + sum);
}

/** Hankel's expansion for arguments that are large beside the order. */
function hankel(order: number, x: number, shift: number): number {
  const phase = x - (order / 2 + 0.25) * Math.PI - shift;
  let term = 1;
  let [even, odd] = [1, 0];
  for (let k = 1; k < 60; k += 1) {
    const next = (term * (4 * order * order - (2 * k - 1) ** 2)) / (8 * k * x);
    if (Math.abs(next) > Math.abs(term) || next === 0) break;
    term = next;
    const sign = k % 4 < 2 ? 1 : -1;
    if (k % 2 === 0) even += sign * term;
    else odd += sign * term;
  }
  return Math.sqrt(2 / (Math.PI * x)) * (Math.cos(phase) * even - Math.sin(phase) * odd);
}
