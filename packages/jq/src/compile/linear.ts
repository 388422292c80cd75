/**
 * Folds that change their state in place.
 *
 * `reduce .[] as $row ({}; .[$row.id] = $row)` would copy its state in every round, and take quadratic time. Where the
 * update is a chain of assignments and additions to `.` whose right sides cannot hold on to any part of the state, no
 * one else can see the copy that the round before made, so this round changes it. Such updates are recognised here.
 */
import type { Direct, Frame } from '../machine/machine.ts';
import type { Ast, Node } from '../syntax/ast.ts';
import { add } from '../value/arithmetic.ts';
import type { Edit } from '../value/edit.ts';
import type { Json, ObjectDraft } from '../value/json.ts';
import { isArray, isObject, isTruthy, member, put } from '../value/json.ts';
import { updatePath } from '../value/paths.ts';
import { assigned } from './assignment.ts';
import type { Scope } from './scope.ts';
import { build, find } from './scope.ts';

/** One round: from state to state, through the edit that owns what earlier rounds made. */
export type LinearUpdate = (state: Json, frame: Frame, edit: Edit) => Json;

/** The update as one that works in place; null when that is not known to be safe. */
export function linearUpdate(ast: Ast, scope: Scope): LinearUpdate | null {
  switch (ast.kind) {
    case 'identity':
      return (state) => state;
    case 'pipe':
      return chain(ast.stages.map((stage) => linearUpdate(stage, scope)));
    case 'if':
      return conditional(ast, scope);
    case 'binary':
      return ast.operator === '+' && ast.left.kind === 'identity' ? addition(ast.right, scope) : null;
    case 'assign':
      return assignment(ast, scope);
    default:
      return null;
  }
}

function chain(updates: readonly (LinearUpdate | null)[]): LinearUpdate | null {
  if (!updates.every((update) => update !== null)) return null;
  return (state, frame, edit) => updates.reduce((current, update) => update(current, frame, edit), state);
}

function conditional(node: Node<'if'>, scope: Scope): LinearUpdate | null {
  const test = build(node.condition, scope).direct;
  const then = linearUpdate(node.then, scope);
  const otherwise = linearUpdate(node.otherwise, scope);
  if (test === null || then === null || otherwise === null) return null;
  return (state, frame, edit) =>
    isTruthy(test(state, frame)) ? then(state, frame, edit) : otherwise(state, frame, edit);
}

function addition(right: Ast, scope: Scope): LinearUpdate | null {
  const operand = detached(right, scope);
  if (operand === null) return null;
  return (state, frame, edit) => addInPlace(state, operand(state, frame), edit);
}

function assignment(node: Node<'assign'>, scope: Scope): LinearUpdate | null {
  const { operator } = node;
  const operand = operator === '|=' ? null : detached(node.right, scope);
  const keys = keysOf(node.left, scope);
  if (operator === '|=' || operand === null || keys === null) return null;
  const combine = assigned(operator);
  return (state, frame, edit) => {
    const value = operand(state, frame);
    const path = keys.map((key) => key(state, frame));
    const update =
      operator === '+=' ? (old: Json) => addInPlace(old, value, edit) : (old: Json) => combine(old, value, frame);
    return updatePath(state, path, { edit, update });
  };
}

/** The keys of a plain path such as `.a[$k].b`. */
function keysOf(path: Ast, scope: Scope): readonly Direct[] | null {
  if (path.kind === 'identity') return [];
  if (path.kind !== 'index' || path.isOptional) return null;
  const outer = keysOf(path.target, scope);
  const key = detached(path.key, scope);
  return outer === null || key === null ? null : [...outer, key];
}

/** A filter of one output that cannot contain any part of its input. */
function detached(ast: Ast, scope: Scope): Direct | null {
  return isDetached(ast, scope) ? build(ast, scope).direct : null;
}

// Calls of builtins whose results are scalars, whatever they are given.
const SCALAR_CALLS: ReadonlySet<string> = new Set([
  'length',
  'type',
  'tostring',
  'tojson',
  'not',
  'ascii_downcase',
  'ascii_upcase',
]);

function isDetached(ast: Ast, scope: Scope): boolean {
  switch (ast.kind) {
    case 'literal':
    case 'variable':
    case 'string':
    case 'format':
      return true;
    case 'index':
      return !ast.isOptional && isDetached(ast.target, scope) && isDetached(ast.key, scope);
    case 'pipe':
      return (
        ast.stages.some((stage) => isDetached(stage, scope)) && ast.stages.every((stage) => stage.kind !== 'define')
      );
    case 'array':
      return ast.body === null || isDetached(ast.body, scope);
    case 'comma':
      return ast.items.every((item) => isDetached(item, scope));
    case 'object':
      return ast.entries.every(({ key, value }) => isDetached(key, scope) && isDetached(value, scope));
    case 'binary':
      return isDetached(ast.left, scope) && isDetached(ast.right, scope);
    case 'call':
      return ast.args.length === 0 && SCALAR_CALLS.has(ast.name) && find(scope.functions, `${ast.name}/0`) === null;
    default:
      return false;
  }
}

/** `+` that adds to the left container in place when the edit owns it. */
function addInPlace(left: Json, right: Json, edit: Edit): Json {
  const { run, owned } = edit;
  if (isArray(left) && isArray(right)) {
    const draft = owned.has(left) && Array.isArray(left) ? left : [...left];
    run.container(right.length + (draft === left ? 0 : left.length));
    owned.add(draft);
    for (const item of right) draft.push(item);
    return draft;
  }
  if (!isObject(left) || !isObject(right)) return add(left, right, run);
  const draft: ObjectDraft = owned.has(left) ? left : { ...left };
  run.container(Object.keys(right).length + (draft === left ? 0 : Object.keys(draft).length));
  owned.add(draft);
  for (const key of Object.keys(right)) put(draft, key, member(right, key));
  return draft;
}
