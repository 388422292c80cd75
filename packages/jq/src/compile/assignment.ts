/** `=`, `|=` and the operators built on them: the paths of the left side, each given a new value. */
import type { Code, Frame } from '../machine/machine.ts';
import { GO, STOP, settle } from '../machine/machine.ts';
import type { BinaryOperator, Node } from '../syntax/ast.ts';
import type { Json } from '../value/json.ts';
import { isTruthy } from '../value/json.ts';
import { compare } from '../value/order.ts';
import type { Edit } from '../value/edit.ts';
import { newEdit } from '../value/edit.ts';
import { deletePaths, getPath, updatePath } from '../value/paths.ts';
import { combine, fromDirect, to } from './code.ts';
import { labelled } from './control.ts';
import { OPERATIONS } from './operators.ts';
import type { Scope } from './scope.ts';
import { build } from './scope.ts';
import { keysOf, rootPath } from './tracing.ts';

export function buildAssign(node: Node<'assign'>, scope: Scope): Code {
  const left = build(node.left, scope);
  const right = build(node.right, scope);
  if (node.operator === '|=') return modify(left, right, scope);
  const operation = assigned(node.operator);
  const write = writer(left, scope);
  // The right side is computed from the whole input, and every output of it makes an output of the assignment.
  return combine([right], scope, ([operand = null], frame, input) =>
    write(input, frame, (old) => operation(old, operand, frame)),
  );
}

export type Assigned = (old: Json, operand: Json, frame: Frame) => Json;

export function assigned(operator: Exclude<Node<'assign'>['operator'], '|='>): Assigned {
  if (operator === '=') return (_old, operand) => operand;
  if (operator === '//=') return (old, operand) => (isTruthy(old) ? old : operand);
  const operation = OPERATIONS[ARITHMETIC[operator]];
  return (old, operand, frame) => operation(old, operand, frame.run);
}

const ARITHMETIC: Readonly<Record<'+=' | '-=' | '*=' | '/=' | '%=', BinaryOperator>> = {
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
};

type Update = (old: Json) => Json;

/** Updates the value at each path of a filter, on top of the updates before it. */
function writer(left: Code, scope: Scope): (input: Json, frame: Frame, update: Update) => Json {
  const visit = pathVisitor(left, scope);
  return (input, frame, update) => {
    const edit = newEdit(frame.run);
    const shared = sharing(edit, update);
    let result = input;
    visit(input, frame, (path) => {
      result = updatePath(result, path, { edit, update: shared });
    });
    return result;
  };
}

// A container that the edit owns is about to be seen by the program, so it must not be changed in place any more.
const sharing =
  (edit: Edit, update: Update): Update =>
  (old) => {
    if (typeof old === 'object' && old !== null && edit.owned.has(old)) edit.owned.clear();
    return update(old);
  };

/** Calls back with each path that a filter selects in an input, as soon as it is found. */
export type PathVisitor = (input: Json, frame: Frame, each: (path: readonly Json[]) => void) => void;

export function pathVisitor(code: Code, scope: Scope): PathVisitor {
  const slot = scope.unit.visitorSlot();
  const exec = code.link(
    to((value, path, frame) => {
      if (path !== null) frame.visitors[slot]?.(keysOf(path, value, frame.run));
      return GO;
    }),
  );
  return (input, frame, each) => {
    frame.visitors[slot] = each;
    settle(exec(input, rootPath(input), frame));
  };
}

/** All paths that a filter selects in an input. */
export function pathsOf(code: Code, scope: Scope): (input: Json, frame: Frame) => readonly (readonly Json[])[] {
  const visit = pathVisitor(code, scope);
  return (input, frame) => {
    const found: (readonly Json[])[] = [];
    visit(input, frame, (path) => found.push(path));
    return found;
  };
}

/** `paths |= f`: the first output of `f` for each path; paths for which there is none are deleted in the end. */
function modify(left: Code, right: Code, scope: Scope): Code {
  const visit = pathVisitor(left, scope);
  const first = firstOutput(right, scope);
  return fromDirect((input, frame) => {
    const edit = newEdit(frame.run);
    const deleted: (readonly Json[])[] = [];
    const share = sharing(edit, (old) => old);
    let result = input;
    visit(input, frame, (path) => {
      const output = first(share(getPath(result, path, frame.run)), frame);
      if (output === undefined) deleted.push(path);
      else result = updatePath(result, path, { edit, update: () => output });
    });
    return deleteAll(result, deleted, frame);
  });
}

/** The first output of a filter, or undefined; what comes after it is not computed. */
export function firstOutput(code: Code, scope: Scope): (input: Json, frame: Frame) => Json | undefined {
  const { direct } = code;
  if (direct !== null) return direct;
  const slot = scope.unit.valueSlot();
  const list = scope.unit.listSlot();
  const exec = labelled(
    slot,
    code.link(
      to((value, _path, frame) => {
        frame.lists[list]?.push(value);
        frame.run.target = Number(frame.value(slot));
        return STOP;
      }),
    ),
  );
  return (input, frame) => {
    const outputs: Json[] = [];
    frame.lists[list] = outputs;
    settle(exec(input, null, frame));
    return outputs[0];
  };
}

/** Deletes paths in any order. */
export function deleteAll(value: Json, paths: readonly (readonly Json[])[], frame: Frame): Json {
  const { run } = frame;
  const ordered = [...paths].sort((left, right) => compare(left, right, run));
  run.container(ordered.length);
  return deletePaths(value, ordered, run);
}
