/** `.key`, `.[index]`, `.[from:upto]` and `.[]`: the steps that paths are made of. */
import type { Code, Direct, Exec, Next, Signal } from '../machine/machine.ts';
import { GO } from '../machine/machine.ts';
import type { Node } from '../syntax/ast.ts';
import { literal } from '../syntax/ast.ts';
import type { Json } from '../value/json.ts';
import { at, isArray, isObject } from '../value/json.ts';
import { boundsKey, elements, field, index, sliceByKey } from '../value/access.ts';
import { combine, fromLink, fromStep, to, withOperand } from './code.ts';
import { IDENTITY_CODE } from './identity.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';
import { checkAccess, checkIteration, extend } from './tracing.ts';

export function buildIndex(node: Node<'index'>, scope: Scope): Code {
  const target = build(node.target, scope);
  if (node.key.kind === 'literal') return after(target, constantIndex(node.key.value));
  const key = build(node.key, scope);
  const { direct: keyOf } = key;
  const { direct: targetOf } = target;
  const link = (next: Next): Exec =>
    withOperand(key, scope, (read) =>
      target.link(
        to((value, path, frame) => {
          const found = read(frame);
          if (path === null) return next.exec(index(value, found, frame.run), null, frame);
          checkAccess(path, value, { key: found, run: frame.run });
          const inner = index(value, found, frame.run);
          return next.exec(inner, extend(path, found, inner), frame);
        }),
      ),
    );
  if (keyOf === null || targetOf === null) return fromLink(link);
  return fromStep((value, frame) => {
    const found = keyOf(value, frame);
    return index(targetOf(value, frame), found, frame.run);
  }, link);
}

function constantIndex(key: Json): Code {
  const direct: Direct =
    typeof key === 'string' ? (value, frame) => field(value, key, frame.run) : (value, frame) => index(value, key, frame.run);
  return fromStep(direct, ({ exec }) => (value, path, frame) => {
    if (path === null) return exec(direct(value, frame), null, frame);
    checkAccess(path, value, { key, run: frame.run });
    const inner = direct(value, frame);
    return exec(inner, extend(path, key, inner), frame);
  });
}

/** One step behind what it is a step into. */
function after(target: Code, step: Code): Code {
  if (target === IDENTITY_CODE) return step;
  const { direct: outer } = target;
  const { direct: inner } = step;
  const direct: Direct | null =
    outer === null || inner === null ? null : (value, frame) => inner(outer(value, frame), frame);
  const link = (next: Next): Exec => target.link({ exec: step.link(next), isTail: false });
  return direct === null ? fromLink(link) : fromStep(direct, link);
}

/** Slices are traced as `{start, end}` keys. */
export function buildSlice(node: Node<'slice'>, scope: Scope): Code {
  const bounds = combine(
    [build(node.from ?? literal(null), scope), build(node.upto ?? literal(null), scope)],
    scope,
    ([from = null, upto = null]) => boundsKey({ from, upto }),
  );
  const target = build(node.target, scope);
  const { direct: boundsFor } = bounds;
  const { direct: targetOf } = target;
  const link = (next: Next): Exec =>
    withOperand(bounds, scope, (read) =>
      target.link(
        to((value, path, frame) => {
          const key = read(frame);
          if (path !== null) checkAccess(path, value, { key, run: frame.run });
          const part = sliceByKey(value, key, frame.run);
          return next.exec(part, path === null ? null : extend(path, key, part), frame);
        }),
      ),
    );
  if (boundsFor === null || targetOf === null) return fromLink(link);
  return fromStep((value, frame) => {
    const key = boundsFor(value, frame);
    return sliceByKey(targetOf(value, frame), key, frame.run);
  }, link);
}

export const ITERATE: Code = fromLink(({ exec }) => {
  const tracing = traceElements(exec);
  return (value, path, frame): Signal => {
    if (path !== null) return tracing(value, path, frame);
    for (const item of elements(value, frame.run)) {
      frame.run.step();
      const signal = exec(item, null, frame);
      if (signal !== GO) return signal;
    }
    return GO;
  };
});

export const buildIterate = (node: Node<'iterate'>, scope: Scope): Code => after(build(node.target, scope), ITERATE);

/** Visits the members of a container with their paths. */
export function traceElements(exec: Exec): Exec {
  return (value, path, frame) => {
    if (path === null) return GO;
    checkIteration(path, value, frame.run);
    const isList = isArray(value);
    const keys = isList ? null : Object.keys(isObject(value) ? value : {});
    const items = elements(value, frame.run);
    for (let position = 0; position < items.length; position += 1) {
      const item = at(items, position);
      const key = keys === null ? position : (keys[position] ?? null);
      frame.run.step();
      const signal = exec(item, extend(path, key, item), frame);
      if (signal !== GO) return signal;
    }
    return GO;
  };
}
