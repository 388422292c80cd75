/** Builtins that are plain functions of values, and how they become filters. */
import type { Code } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import type { Json } from '../value/json.ts';
import { combine, fromDirect } from '../compile/code.ts';
import type { Special } from '../compile/scope.ts';
import { build } from '../compile/scope.ts';

/** A builtin without arguments. */
export type Native0 = (input: Json, run: Run) => Json;
/** A builtin with one argument. */
export type Native1 = (input: Json, argument: Json, run: Run) => Json;
/** A builtin with several arguments. */
export type NativeN = (args: readonly Json[], run: Run, input: Json) => Json;

export interface Natives {
  /** By name. */
  readonly none?: Readonly<Record<string, Native0>>;
  /** By name. */
  readonly one?: Readonly<Record<string, Native1>>;
  /** By name and arity, as in `pow/2`. */
  readonly more?: Readonly<Record<string, NativeN>>;
}

export function specialsOf(natives: Natives): [string, Special][] {
  const specials: [string, Special][] = [];
  for (const [name, native] of Object.entries(natives.none ?? {}))
    specials.push([`${name}/0`, withoutArguments(native)]);
  for (const [name, native] of Object.entries(natives.one ?? {})) specials.push([`${name}/1`, withArgument(native)]);
  for (const [key, native] of Object.entries(natives.more ?? {})) specials.push([key, withArguments(native)]);
  return specials;
}

function withoutArguments(native: Native0): Special {
  const code: Code = fromDirect((value, frame) => native(value, frame.run));
  return () => code;
}

const withArgument =
  (native: Native1): Special =>
  (args, scope) => {
    const operands = args.map((arg) => build(arg, scope));
    const direct = operands[0]?.direct ?? null;
    if (direct !== null) return fromDirect((value, frame) => native(value, direct(value, frame), frame.run));
    return combine(operands, scope, ([argument = null], { run }, input) => native(input, argument, run));
  };

/** The last argument varies slowest. */
const withArguments =
  (native: NativeN): Special =>
  (args, scope) => {
    const operands = args.map((arg) => build(arg, scope)).reverse();
    return combine(operands, scope, (values, { run }, input) => native(values.toReversed(), run, input));
  };
