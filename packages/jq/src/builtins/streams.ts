/** Builtins that produce, cut short or test streams of outputs. */
import { JqError } from '../errors/jq-error.ts';
import { ITERATE } from '../compile/access.ts';
import { combine, EMPTY, fromDirect, fromLink, outputsOf, to, withOperand } from '../compile/code.ts';
import { labelled, pipe, select } from '../compile/control.ts';
import type { Scope, Special } from '../compile/scope.ts';
import { build } from '../compile/scope.ts';
import { extend } from '../compile/tracing.ts';
import type { Code, Exec, Frame, Next, Path, Signal } from '../machine/machine.ts';
import { GO, settle, STOP } from '../machine/machine.ts';
import type { Ast } from '../syntax/ast.ts';
import { IDENTITY, literal } from '../syntax/ast.ts';
import { elements } from '../value/access.ts';
import { subtract } from '../value/arithmetic.ts';
import type { Json } from '../value/json.ts';
import { at, isArray, isObject, isTruthy } from '../value/json.ts';
import { compare } from '../value/order.ts';
import { sum } from './collections.ts';

const argument = (args: readonly Ast[], position: number, scope: Scope): Code =>
  build(args[position] ?? IDENTITY, scope);

const map: Special = (args, scope) => {
  const body = argument(args, 0, scope);
  const { direct } = body;
  if (direct === null) {
    const outputs = outputsOf(pipe(ITERATE, body), scope);
    return fromDirect(outputs);
  }
  return fromDirect((value, frame) => {
    const items = elements(value, frame.run);
    frame.run.container(items.length);
    frame.run.spend(items.length);
    const mapped: Json[] = [];
    for (const item of items) mapped.push(direct(item, frame));
    return mapped;
  });
};

const selectSpecial: Special = (args, scope) => select(argument(args, 0, scope), scope);

/** `..`: a value and everything inside of it, parents first. */
const recurse: Special = () =>
  fromLink(
    ({ exec }) =>
      (value, path, frame) =>
        descend(value, path, { exec, frame, depth: 0 }),
  );

interface Descent {
  readonly exec: Exec;
  readonly frame: Frame;
  readonly depth: number;
}

function descend(value: Json, path: Path | null, descent: Descent): Signal {
  const { exec, frame, depth } = descent;
  frame.run.step();
  frame.run.descend(depth);
  const signal = exec(value, path, frame);
  if (signal !== GO || typeof value !== 'object' || value === null) return signal;
  const keys = isObject(value) && path !== null ? Object.keys(value) : null;
  const items = elements(value, frame.run);
  const deeper = { exec, frame, depth: depth + 1 };
  for (let position = 0; position < items.length; position += 1) {
    const item = at(items, position);
    const key = keys === null ? position : (keys[position] ?? null);
    const inner = descend(item, path === null ? null : extend(path, key, item), deeper);
    if (inner !== GO) return inner;
  }
  return GO;
}

/** Emits outputs of code until `emit` says that this was the last one. */
function cutShort(code: Code, scope: Scope, emit: (then: Exec, stop: (frame: Frame) => Signal) => Code['link']): Code {
  return fromLink((next) => {
    const slot = scope.unit.valueSlot();
    const stop = (frame: Frame): Signal => {
      frame.run.target = Number(frame.value(slot));
      return STOP;
    };
    return labelled(slot, code.link(to(emit(next.exec, stop)(next))));
  });
}

const first: Special = (args, scope) => {
  const code = argument(args, 0, scope);
  if (code.direct !== null) return code;
  return cutShort(code, scope, (then, stop) => () => (value, path, frame) => {
    const signal = then(value, path, frame);
    return signal === GO ? stop(frame) : signal;
  });
};

/** `isempty(f)`: whether there is no output; nothing behind the first one is computed. */
const isempty: Special = (args, scope) => {
  const code = argument(args, 0, scope);
  return found(code, scope, { isHit: () => true, onHit: false });
};

interface Search {
  readonly isHit: (value: Json) => boolean;
  /** The answer when some output is a hit; the opposite is the answer when none is. */
  readonly onHit: boolean;
}

function found(code: Code, scope: Scope, search: Search): Code {
  const slot = scope.unit.valueSlot();
  const answer = scope.unit.valueSlot();
  const exec = labelled(
    slot,
    code.link(
      to((value, _path, frame) => {
        frame.run.step();
        if (!search.isHit(value)) return GO;
        frame.values[answer] = search.onHit;
        frame.run.target = Number(frame.value(slot));
        return STOP;
      }),
    ),
  );
  return fromDirect((value, frame) => {
    frame.values[answer] = !search.onHit;
    settle(exec(value, null, frame));
    return frame.value(answer);
  });
}

/** `any` and `all` in their three forms: over a generator with a condition, over elements, over the elements themselves. */
function quantifier(search: Search): Special {
  return (args, scope) => {
    const generator = args.length === 2 ? argument(args, 0, scope) : ITERATE;
    const condition = args.length === 0 ? build(IDENTITY, scope) : argument(args, args.length - 1, scope);
    return found(pipe(generator, condition), scope, search);
  };
}

const any = quantifier({ isHit: isTruthy, onHit: true });
const all = quantifier({ isHit: (value) => !isTruthy(value), onHit: false });

function countOf(value: Json, name: string, frame: Frame): number {
  // Order and message are those of a comparison followed by counting down.
  if (compare(value, 0, frame.run) < 0) throw new JqError(`${name} doesn't support negative count`);
  const count = typeof value === 'number' ? value : subtract(value, 1, frame.run);
  return Number(count);
}

const limit: Special = (args, scope) => {
  const slot = scope.unit.valueSlot();
  return fromLink((next) =>
    withOperand(argument(args, 0, scope), scope, (read) => {
      const body = cutShort(argument(args, 1, scope), scope, (then, stop) => () => (value, path, frame) => {
        const left = Number(frame.value(slot)) - 1;
        frame.values[slot] = left;
        const signal = then(value, path, frame);
        return signal === GO && left <= 0 ? stop(frame) : signal;
      }).link(next);
      return (value, path, frame) => {
        const count = countOf(read(frame), 'limit', frame);
        frame.values[slot] = count;
        return count > 0 ? body(value, path, frame) : GO;
      };
    }),
  );
};

const skip: Special = (args, scope) => {
  const slot = scope.unit.valueSlot();
  return fromLink((next) =>
    withOperand(argument(args, 0, scope), scope, (read) => {
      const body = argument(args, 1, scope).link(
        to((value, path, frame) => {
          frame.run.step();
          const left = Number(frame.value(slot));
          if (left <= 0) return next.exec(value, path, frame);
          frame.values[slot] = left - 1;
          return GO;
        }),
      );
      return (value, path, frame) => {
        frame.values[slot] = countOf(read(frame), 'skip', frame);
        return body(value, path, frame);
      };
    }),
  );
};

const last: Special = (args, scope) => {
  const slot = scope.unit.listSlot();
  const exec = argument(args, 0, scope).link(
    to((value, _path, frame) => {
      frame.run.step();
      frame.lists[slot]?.splice(0, 1, value);
      return GO;
    }),
  );
  return fromLink((next: Next) => (value, path, frame) => {
    const kept: Json[] = [];
    frame.lists[slot] = kept;
    settle(exec(value, null, frame));
    const [final] = kept;
    return final === undefined ? GO : next.exec(final, path, frame);
  });
};

const addOf: Special = (args, scope) => {
  const outputs = outputsOf(argument(args, 0, scope), scope);
  return fromDirect((value, frame) => sum(outputs(value, frame), frame.run));
};

/** `range` by numbers alone: from, upto, and by which step. */
const range: Special = (args, scope) => {
  const [from, upto, by] =
    args.length === 1 ? [literal(0), args[0], literal(1)] : [args[0], args[1], args[2] ?? literal(1)];
  const bounds = combine(
    [from, upto, by].map((ast) => build(ast ?? IDENTITY, scope)),
    scope,
    (values) => values,
  );
  return fromLink(({ exec }) =>
    withOperand(bounds, scope, (read) => (_value, path, frame) => {
      const triple = read(frame);
      const [start = null, end = null, step = null] = isArray(triple) ? triple : [];
      if (typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number') {
        throw new JqError('Range bounds must be numeric');
      }
      return countUp({ start, end, step }, exec, { path, frame });
    }),
  );
};

interface Progression {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function countUp({ start, end, step }: Progression, exec: Exec, place: { path: Path | null; frame: Frame }): Signal {
  const { path, frame } = place;
  const { run } = frame;
  if (step === 0 || Number.isNaN(step)) return GO;
  for (let value = start; step > 0 ? value < end : value > end; value += step) {
    run.step();
    const signal = exec(run.number(value), path, frame);
    if (signal !== GO) return signal;
  }
  return GO;
}

const error: Special = (args, scope) => {
  if (args.length === 0) {
    return fromDirect((value) => {
      throw new JqError(value, { isRaised: true });
    });
  }
  return combine([argument(args, 0, scope)], scope, ([value = null]) => {
    throw new JqError(value, { isRaised: true });
  });
};

export const STREAM_SPECIALS: readonly (readonly [string, Special])[] = [
  ['empty/0', () => EMPTY],
  ['error/0', error],
  ['error/1', error],
  ['map/1', map],
  ['select/1', selectSpecial],
  ['recurse/0', recurse],
  ['first/1', first],
  ['last/1', last],
  ['isempty/1', isempty],
  ['any/0', any],
  ['any/1', any],
  ['any/2', any],
  ['all/0', all],
  ['all/1', all],
  ['all/2', all],
  ['limit/2', limit],
  ['skip/2', skip],
  ['add/1', addOf],
  ['range/1', range],
  ['range/2', range],
  ['range/3', range],
];
