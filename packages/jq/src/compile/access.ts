/** `.key`, `.[index]`, `.[from:upto]` and `.[]`: the steps that paths are made of. */
import type { Code, Direct, Exec, Frame, Next, Signal } from '../machine/machine.ts';
import { GO } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import type { Node } from '../syntax/ast.ts';
import { literal } from '../syntax/ast.ts';
import { boundsKey, elements, field, index, sliceByKey } from '../value/access.ts';
import { isCatchable } from '../value/describe.ts';
import type { Json } from '../value/json.ts';
import { at, isArray, isObject } from '../value/json.ts';
import { combine, fromLink, fromStep, to, withOperand } from './code.ts';
import { IDENTITY_CODE } from './identity.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';
import { checkAccess, checkIteration, extend } from './tracing.ts';

/** Reads one step into a value. */
type Read = (value: Json, key: Json, run: Run) => Json;

export function buildIndex(node: Node<'index'>, scope: Scope): Code {
  const target = build(node.target, scope);
  if (node.key.kind === 'literal')
    return after(target, constantStep({ key: node.key.value, isOptional: node.isOptional }));
  return computedStep({ target, key: build(node.key, scope), isOptional: node.isOptional, read: index }, scope);
}

/** Slices are traced as `{start, end}` keys. */
export function buildSlice(node: Node<'slice'>, scope: Scope): Code {
  const key = combine(
    [build(node.from ?? literal(null), scope), build(node.upto ?? literal(null), scope)],
    scope,
    ([from = null, upto = null]) => boundsKey({ from, upto }),
  );
  return computedStep({ target: build(node.target, scope), key, isOptional: node.isOptional, read: sliceByKey }, scope);
}

interface Step {
  readonly target: Code;
  readonly key: Code;
  readonly isOptional: boolean;
  readonly read: Read;
}

/** The key is computed from the input of the whole term, and varies slowest. */
function computedStep({ target, key, isOptional, read }: Step, scope: Scope): Code {
  const { direct: keyOf } = key;
  const { direct: targetOf } = target;
  const link = (next: Next): Exec =>
    withOperand(key, scope, (keyIn) => target.link(to(stepping({ keyIn, read, isOptional }, next.exec))));
  if (keyOf === null || targetOf === null || isOptional) return fromLink(link);
  return fromStep((value, frame) => {
    const found = keyOf(value, frame);
    return read(targetOf(value, frame), found, frame.run);
  }, link);
}

function constantStep({ key, isOptional }: { readonly key: Json; readonly isOptional: boolean }): Code {
  const read: Read = typeof key === 'string' ? (value, _key, run) => field(value, key, run) : index;
  const link = (next: Next): Exec => stepping({ keyIn: () => key, read, isOptional }, next.exec);
  if (isOptional) return fromLink(link);
  const direct: Direct =
    typeof key === 'string'
      ? (value, frame) => field(value, key, frame.run)
      : (value, frame) => index(value, key, frame.run);
  return fromStep(direct, link);
}

interface Stepping {
  readonly keyIn: (frame: Frame) => Json;
  readonly read: Read;
  readonly isOptional: boolean;
}

function stepping({ keyIn, read, isOptional }: Stepping, exec: Exec): Exec {
  const reading = isOptional ? readIfPossible(read) : read;
  return (value, path, frame) => {
    const key = keyIn(frame);
    if (path !== null) checkAccess(path, value, { key, run: frame.run });
    const inner = reading(value, key, frame.run);
    if (inner === undefined) return GO;
    return exec(inner, path === null ? null : extend(path, key, inner), frame);
  };
}

/** Like the reading itself, but undefined where that is an error. */
function readIfPossible(read: Read): (value: Json, key: Json, run: Run) => Json | undefined {
  return (value, key, run) => {
    // The commonest misfit, found without the cost of throwing and catching.
    if (typeof key === 'string' && value !== null && !isObject(value)) return undefined;
    try {
      return read(value, key, run);
    } catch (error) {
      if (!isCatchable(error)) throw error;
      return undefined;
    }
  };
}

/** One step behind what it is a step into. */
function after(target: Code, step: Code): Code {
  if (target === IDENTITY_CODE) return step;
  const { direct: outer } = target;
  const { direct: inner } = step;
  const link = (next: Next): Exec => target.link({ exec: step.link(next), isTail: false });
  if (outer === null || inner === null) return fromLink(link);
  return fromStep((value, frame) => inner(outer(value, frame), frame), link);
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

/** `.[]?` */
const ITERATE_IF_POSSIBLE: Code = fromLink((next) => {
  const iterate = ITERATE.link(next);
  return (value, path, frame) => (isArray(value) || isObject(value) ? iterate(value, path, frame) : GO);
});

export const buildIterate = (node: Node<'iterate'>, scope: Scope): Code =>
  after(build(node.target, scope), node.isOptional ? ITERATE_IF_POSSIBLE : ITERATE);

/** Visits the members of a container with their paths. */
function traceElements(exec: Exec): Exec {
  return (value, path, frame) => {
    if (path === null) return GO;
    checkIteration(path, value, frame.run);
    const items = elements(value, frame.run);
    const keys = isObject(value) ? Object.keys(value) : null;
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
