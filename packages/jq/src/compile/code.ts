/** The ways in which builders make Code out of other Code. */
import type { Code, Direct, Exec, Frame, Next, Path } from '../machine/machine.ts';
import { GO, settle } from '../machine/machine.ts';
import type { Json } from '../value/json.ts';
import type { Scope } from './scope.ts';

/** Links with an Exec that has more to do than to return the signal, so that nothing before it is a tail call. */
export const to = (exec: Exec): Next => ({ exec, isTail: false });

/** Code with exactly one output for each input, which is not part of a path. */
export const fromDirect = (direct: Direct): Code => ({
  direct,
  link:
    ({ exec }) =>
    (value, path, frame) =>
      exec(direct(value, frame), path, frame),
});

export const fromLink = (link: Code['link']): Code => ({ direct: null, link });

/** Code that steps into its input: direct when values are asked for, growing the path when paths are. */
export function fromStep(direct: Direct, trace: Code['link']): Code {
  return {
    direct,
    link: (next) => {
      const tracing = trace(next);
      const { exec } = next;
      return (value, path, frame) =>
        path === null ? exec(direct(value, frame), null, frame) : tracing(value, path, frame);
    },
  };
}

export const EMPTY: Code = fromLink(() => () => GO);

/** All outputs for an input, collected. */
export function outputsOf(code: Code, scope: Scope): (value: Json, frame: Frame) => Json[] {
  const { direct } = code;
  if (direct !== null) return (value, frame) => [direct(value, frame)];
  const slot = scope.unit.listSlot();
  const exec = code.link(
    to((value, _path, frame) => {
      frame.run.allocate(16);
      frame.lists[slot]?.push(value);
      return GO;
    }),
  );
  return (value, frame) => {
    const outputs: Json[] = [];
    frame.lists[slot] = outputs;
    settle(exec(value, null, frame));
    return outputs;
  };
}

/** What to make of one value of each operand; `values` is in the order of the operands. */
export type Combine = (values: readonly Json[], frame: Frame, input: Json) => Json;

/** Computes with one value of each operand, for every combination; the first operand varies slowest. */
export function combine(operands: readonly Code[], scope: Scope, apply: Combine): Code {
  const directs = operands.map((operand) => operand.direct);
  const link = (next: Next): Exec => linkCombination(operands, scope, { apply, next });
  if (!directs.every((direct) => direct !== null)) return fromLink(link);
  return fromDirect((value, frame) =>
    apply(
      directs.map((direct) => direct(value, frame)),
      frame,
      value,
    ),
  );
}

function linkCombination(operands: readonly Code[], scope: Scope, use: { apply: Combine; next: Next }): Exec {
  const slots = operands.map(() => scope.unit.valueSlot());
  const input = saveInput(scope);
  let exec: Exec = (_value, _path, frame) => {
    const values = slots.map((slot) => frame.value(slot));
    return use.next.exec(use.apply(values, frame, input.value(frame)), input.path(frame), frame);
  };
  for (let index = operands.length - 1; index >= 0; index -= 1) {
    const slot = slots[index] ?? 0;
    const then = exec;
    const linked = operands[index]?.link(
      to((value, _path, frame) => {
        frame.values[slot] = value;
        return then(value, null, frame);
      }),
    );
    if (linked !== undefined) exec = (_value, _path, frame) => linked(input.value(frame), null, frame);
  }
  return input.save(exec);
}

/** Slots for an input, and its path, that are needed again after something generated values from it. */
export interface SavedInput {
  readonly save: (then: Exec) => Exec;
  readonly value: (frame: Frame) => Json;
  readonly path: (frame: Frame) => Path | null;
}

export function saveInput(scope: Scope): SavedInput {
  const valueSlot = scope.unit.valueSlot();
  const pathSlot = scope.unit.pathSlot();
  return {
    save: (then) => (value, path, frame) => {
      frame.values[valueSlot] = value;
      frame.paths[pathSlot] = path;
      return then(value, path, frame);
    },
    value: (frame) => frame.value(valueSlot),
    path: (frame) => frame.path(pathSlot),
  };
}

/**
 * Evaluates an operand on the input and goes on with the input and the operand's value, once for each value. The place
 * where the value is kept is given to `then`, which makes what goes on.
 */
export function withOperand(operand: Code, scope: Scope, then: (read: (frame: Frame) => Json) => Exec): Exec {
  const slot = scope.unit.valueSlot();
  const exec = then((frame) => frame.value(slot));
  const { direct } = operand;
  if (direct !== null) {
    return (value, path, frame) => {
      frame.values[slot] = direct(value, frame);
      return exec(value, path, frame);
    };
  }
  const input = saveInput(scope);
  const linked = operand.link(
    to((value, _path, frame) => {
      frame.values[slot] = value;
      return exec(input.value(frame), input.path(frame), frame);
    }),
  );
  return input.save((value, _path, frame) => linked(value, null, frame));
}
