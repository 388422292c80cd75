/** `reduce` and `foreach`. */
import type { Code, Exec, Frame } from '../machine/machine.ts';
import { GO, settle } from '../machine/machine.ts';
import type { Ast, Node } from '../syntax/ast.ts';
import { newEdit } from '../value/edit.ts';
import type { Json } from '../value/json.ts';
import { declare, matchAny } from './binding.ts';
import { combine, saveInput, to, withOperand, fromLink } from './code.ts';
import { linearUpdate } from './linear.ts';
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
  const edit = scope.unit.editSlot();
  const update = linearUpdater(node.update, inner, { state, edit }) ?? updater(build(node.update, inner), state);
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
    frame.edits[edit] = newEdit(frame.run);
    settle(visit(input, null, frame));
    return frame.value(state);
  };
}

interface FoldSlots {
  readonly state: number;
  readonly edit: number;
}

function linearUpdater(ast: Ast, scope: Scope, slots: FoldSlots): ((frame: Frame) => void) | null {
  const update = linearUpdate(ast, scope);
  if (update === null) return null;
  return (frame) => {
    const edit = frame.edits[slots.edit];
    frame.run.step();
    if (edit !== undefined) frame.values[slots.state] = update(frame.value(slots.state), frame, edit);
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
