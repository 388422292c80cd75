/** `reduce` and `foreach`. */
import type { Code, Exec, Frame } from '../machine/machine.ts';
import { GO, settle } from '../machine/machine.ts';
import type { Node } from '../syntax/ast.ts';
import type { Json } from '../value/json.ts';
import { declare, matchAny } from './binding.ts';
import { combine, saveInput, to, withOperand, fromLink } from './code.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';

/** The state after the last output of the update; null after an update without outputs. */
export function buildReduce(node: Node<'reduce'>, scope: Scope): Code {
  const init = build(node.init, scope);
  const fold = reducer(node, scope);
  return combine([init], scope, ([initial = null], frame, input) => fold(initial, frame, input));
}

function reducer(node: Node<'reduce'>, scope: Scope): (initial: Json, frame: Frame, input: Json) => Json {
  const inner = declare(node.patterns, scope);
  const source = build(node.source, scope);
  const state = scope.unit.valueSlot();
  const update = updater(build(node.update, inner), state);
  const visit = source.link(
    to(
      matchAny(node.patterns, { inner, outer: scope }, (_value, _path, frame) => {
        update(frame);
        return GO;
      }),
    ),
  );
  return (initial, frame, input) => {
    frame.values[state] = initial;
    settle(visit(input, null, frame));
    return frame.value(state);
  };
}

function updater(update: Code, state: number): (frame: Frame) => void {
  const { direct } = update;
  if (direct !== null) {
    return (frame) => {
      frame.run.step();
      frame.values[state] = direct(frame.value(state), frame);
    };
  }
  const exec = update.link(
    to((value, _path, frame) => {
      frame.values[state] = value;
      return GO;
    }),
  );
  return (frame) => {
    frame.run.step();
    const before = frame.value(state);
    frame.values[state] = null;
    settle(exec(before, null, frame));
  };
}

/** Emits while it folds, so unlike `reduce` it may be part of a path. */
export function buildForeach(node: Node<'foreach'>, scope: Scope): Code {
  return fromLink((next) => {
    const inner = declare(node.patterns, scope);
    const state = scope.unit.valueSlot();
    const input = saveInput(scope);
    const extract = node.extract === null ? next.exec : build(node.extract, inner).link(to(next.exec));
    const update = build(node.update, inner).link(
      to((value, path, frame) => {
        frame.values[state] = value;
        return extract(value, path, frame);
      }),
    );
    const step: Exec = (_value, _path, frame) => {
      frame.run.step();
      const before = frame.value(state);
      frame.values[state] = null;
      return update(before, input.path(frame), frame);
    };
    const visit = build(node.source, scope).link(to(matchAny(node.patterns, { inner, outer: scope }, step)));
    return input.save(start(build(node.init, scope), visit, { state, scope }));
  });
}

function start(init: Code, visit: Exec, place: { state: number; scope: Scope }): Exec {
  return withOperand(init, place.scope, (read) => (value, _path, frame) => {
    frame.values[place.state] = read(frame);
    return visit(value, null, frame);
  });
}

