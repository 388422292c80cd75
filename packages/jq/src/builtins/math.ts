/** The mathematical builtins. */
import { JqError } from '../errors/jq-error.ts';
import type { Run } from '../machine/run.ts';
import { describe } from '../value/describe.ts';
import type { Json } from '../value/json.ts';
import * as bits from './math-bits.ts';
import * as special from './math-special.ts';
import type { Native0, NativeN, Natives } from './native.ts';

function numeric(value: Json, run: Run): number {
  if (typeof value !== 'number') throw new JqError(`${describe(value, run)} number required`);
  return value;
}

const unary =
  (compute: (x: number) => number): Native0 =>
  (input, run) =>
    run.number(compute(numeric(input, run)));

const binary =
  (compute: (x: number, y: number) => number): NativeN =>
  ([x = null, y = null], run) =>
    run.number(compute(numeric(x, run), numeric(y, run)));

const fma: NativeN = ([x = null, y = null, z = null], run) =>
  run.number(numeric(x, run) * numeric(y, run) + numeric(z, run));

const pair =
  (compute: (x: number) => readonly [number, number]): Native0 =>
  (input, run) => {
    const [first, second] = compute(numeric(input, run));
    return [run.number(first), run.number(second)];
  };

// These take microseconds rather than nanoseconds.
const COSTLY = 200;

const costly =
  (compute: (x: number) => number): Native0 =>
  (input, run) => {
    run.spend(COSTLY);
    return run.number(compute(numeric(input, run)));
  };

const costlyOrder =
  (compute: (order: number, x: number) => number): NativeN =>
  ([order = null, x = null], run) => {
    run.spend(COSTLY);
    return run.number(compute(Math.trunc(numeric(order, run)), numeric(x, run)));
  };

const round = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));

export const MATH_NATIVES: Natives = {
  none: {
    floor: unary(Math.floor),
    ceil: unary(Math.ceil),
    round: unary(round),
    trunc: unary(Math.trunc),
    rint: unary(bits.roundToEven),
    nearbyint: unary(bits.roundToEven),
    fabs: unary(Math.abs),
    sqrt: unary(Math.sqrt),
    cbrt: unary(Math.cbrt),
    exp: unary(Math.exp),
    exp2: unary((x) => 2 ** x),
    exp10: unary((x) => 10 ** x),
    pow10: unary((x) => 10 ** x),
    expm1: unary(Math.expm1),
    log: unary(Math.log),
    log2: unary(Math.log2),
    log10: unary(Math.log10),
    log1p: unary(Math.log1p),
    sin: unary(Math.sin),
    cos: unary(Math.cos),
    tan: unary(Math.tan),
    asin: unary(Math.asin),
    acos: unary(Math.acos),
    atan: unary(Math.atan),
    sinh: unary(Math.sinh),
    cosh: unary(Math.cosh),
    tanh: unary(Math.tanh),
    asinh: unary(Math.asinh),
    acosh: unary(Math.acosh),
    atanh: unary(Math.atanh),
    erf: unary(special.erf),
    erfc: unary(special.erfc),
    gamma: unary(special.lgamma),
    lgamma: unary(special.lgamma),
    tgamma: unary(special.tgamma),
    lgamma_r: pair((x) => [special.lgamma(x), special.gammaSign(x)]),
    j0: costly((x) => special.besselJ(0, x)),
    j1: costly((x) => special.besselJ(1, x)),
    y0: costly((x) => special.besselY(0, x)),
    y1: costly((x) => special.besselY(1, x)),
    logb: unary(bits.logb),
    significand: unary(bits.significand),
    frexp: pair(bits.frexp),
    modf: pair(bits.modf),
    infinite: (_input, run) => run.number(Number.POSITIVE_INFINITY),
    nan: (_input, run) => run.number(Number.NaN),
    isinfinite: (input) => typeof input === 'number' && Math.abs(input) === Number.POSITIVE_INFINITY,
    isfinite: (input) => typeof input === 'number' && Math.abs(input) !== Number.POSITIVE_INFINITY,
    isnan: (input) => Number.isNaN(input),
    isnormal: (input) => typeof input === 'number' && bits.isNormal(input),
  },
  more: {
    'pow/2': binary(bits.power),
    'atan2/2': binary(Math.atan2),
    'fmod/2': binary((x, y) => x % y),
    'fmin/2': binary((x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y))),
    'fmax/2': binary((x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y))),
    'fdim/2': binary((x, y) => (x > y ? x - y : x <= y ? 0 : Number.NaN)),
    'hypot/2': binary(Math.hypot),
    'copysign/2': binary(bits.copySign),
    'drem/2': binary(bits.remainder),
    'remainder/2': binary(bits.remainder),
    'ldexp/2': binary(bits.scale),
    'scalb/2': binary(bits.scale),
    'scalbln/2': binary((x, y) => bits.scale(x, Math.trunc(y))),
    'nextafter/2': binary(bits.nextAfter),
    'nexttoward/2': binary(bits.nextAfter),
    'jn/2': costlyOrder(special.besselJ),
    'yn/2': costlyOrder(special.besselY),
    'fma/3': fma,
  },
};
