/** Pipes, commas, conditions, labels. */
import type { Code, Direct, Exec, Next, Signal } from '../machine/machine.ts';
import { GO, STOP, Unwind } from '../machine/machine.ts';
import type { Node } from '../syntax/ast.ts';
import { isTruthy } from '../value/json.ts';
import { EMPTY, fromLink, saveInput, to } from './code.ts';
import { IDENTITY_CODE } from './identity.ts';
import type { Scope } from './scope.ts';
import { build, find, hopsTo, notDefined } from './scope.ts';

export const buildPipe = (node: Node<'pipe'>, scope: Scope): Code =>
  node.stages.map((stage) => build(stage, scope)).reduceRight((rest, stage) => pipe(stage, rest));

export function pipe(first: Code, rest: Code): Code {
  if (first === IDENTITY_CODE) return rest;
  if (rest === IDENTITY_CODE) return first;
  const { direct: inner } = first;
  const { direct: outer } = rest;
  const isSingle = inner !== null;
  // After a stage with one output the next one is still the last thing to do.
  const link = (next: Next): Exec =>
    first.link({ exec: rest.link({ exec: next.exec, isTail: next.isTail && isSingle }), isTail: false });
  if (inner === null || outer === null) return fromLink(link);
  return { direct: (value, frame) => outer(inner(value, frame), frame), link };
}

export function buildComma(node: Node<'comma'>, scope: Scope): Code {
  const items = node.items.map((item) => build(item, scope));
  return fromLink((next) => {
    const last = items.length - 1;
    const execs = items.map((item, index) => item.link(index === last ? next : to(next.exec)));
    const final = execs.pop();
    if (final === undefined) return () => GO;
    return (value, path, frame) => {
      for (const exec of execs) {
        frame.run.step();
        const signal = exec(value, path, frame);
        if (signal !== GO) return signal;
      }
      frame.run.step();
      return final(value, path, frame);
    };
  });
}

export function buildIf(node: Node<'if'>, scope: Scope): Code {
  return conditional(
    build(node.condition, scope),
    { then: build(node.then, scope), otherwise: build(node.otherwise, scope) },
    scope,
  );
}

interface Branches {
  readonly then: Code;
  readonly otherwise: Code;
}

export function conditional(condition: Code, branches: Branches, scope: Scope): Code {
  const { direct: test } = condition;
  if (test === null) return fromLink((next) => linkCondition(condition, branches, { next: to(next.exec), scope }));
  const link = (next: Next): Exec => {
    const then = branches.then.link(next);
    const otherwise = branches.otherwise.link(next);
    return (value, path, frame) =>
      isTruthy(test(value, frame)) ? then(value, path, frame) : otherwise(value, path, frame);
  };
  return { direct: directCondition(test, branches), link };
}

function directCondition(test: Direct, branches: Branches): Direct | null {
  const { direct: then } = branches.then;
  const { direct: otherwise } = branches.otherwise;
  if (then === null || otherwise === null) return null;
  return (value, frame) => (isTruthy(test(value, frame)) ? then(value, frame) : otherwise(value, frame));
}

function linkCondition(condition: Code, branches: Branches, place: { next: Next; scope: Scope }): Exec {
  const then = branches.then.link(place.next);
  const otherwise = branches.otherwise.link(place.next);
  const input = saveInput(place.scope);
  const test = condition.link(
    to((value, _path, frame) => {
      frame.run.step();
      const branch = isTruthy(value) ? then : otherwise;
      return branch(input.value(frame), input.path(frame), frame);
    }),
  );
  return input.save((value, _path, frame) => test(value, null, frame));
}

/** `select(f)`: the input, once for each truthy output of the condition. */
export const select = (condition: Code, scope: Scope): Code =>
  conditional(condition, { then: IDENTITY_CODE, otherwise: EMPTY }, scope);

export function buildLabel(node: Node<'label'>, scope: Scope): Code {
  const slot = scope.unit.valueSlot();
  const labels = { name: node.name, meaning: { unit: scope.unit, slot }, outer: scope.labels };
  const body = build(node.body, { ...scope, labels });
  return fromLink((next) => labelled(slot, body.link(to(next.exec))));
}

/**
 * Runs code that a STOP for the label in `slot` ends. The label is a new number each time, so that a break out of an
 * outer activation of the same code is not taken for one out of this.
 */
export function labelled(slot: number, body: Exec): Exec {
  return (value, path, frame) => {
    const { run } = frame;
    const { depth } = run;
    const label = run.newLabel();
    frame.values[slot] = label;
    try {
      const signal = body(value, path, frame);
      if (signal !== STOP || run.target !== label) return signal;
    } catch (error) {
      if (!(error instanceof Unwind) || run.target !== label) throw error;
    }
    run.target = 0;
    run.depth = depth;
    return GO;
  };
}

export function buildBreak(node: Node<'break'>, scope: Scope): Code {
  const binding = find(scope.labels, node.name);
  if (binding === null) throw notDefined(`the label $${node.name}`, scope, node.offset);
  const hops = hopsTo(scope, binding.unit);
  return fromLink(() => (_value, _path, frame): Signal => {
    frame.run.target = Number(frame.outward(hops).value(binding.slot));
    return STOP;
  });
}
