/** Builtins about paths; those that step into their input may themselves be part of a path. */
import { JqError } from '../errors/jq-error.ts';
import { deleteAll, pathsOf } from '../compile/assignment.ts';
import { combine, fromDirect, fromLink, fromStep, saveInput, to, withOperand } from '../compile/code.ts';
import type { Scope, Special } from '../compile/scope.ts';
import { build } from '../compile/scope.ts';
import { checkAccess, extend, keysOf, rootPath } from '../compile/tracing.ts';
import type { Code, Frame, Path } from '../machine/machine.ts';
import { GO } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import type { Ast } from '../syntax/ast.ts';
import { IDENTITY } from '../syntax/ast.ts';
import { elements } from '../value/access.ts';
import type { Json } from '../value/json.ts';
import { isArray, isObject, typeOf } from '../value/json.ts';
import { getPath, pathOf, setPath } from '../value/paths.ts';
import type { NativeN, Natives } from './native.ts';

const argument = (args: readonly Ast[], position: number, scope: Scope): Code =>
  build(args[position] ?? IDENTITY, scope);

const path: Special = (args, scope) =>
  fromLink(({ exec }) => {
    const input = saveInput(scope);
    const trace = argument(args, 0, scope).link(
      to((value, traced, frame) =>
        traced === null ? GO : exec(keysOf(traced, value, frame.run), input.path(frame), frame),
      ),
    );
    return input.save((value, _path, frame) => trace(value, rootPath(value), frame));
  });

const getpath: Special = (args, scope) => {
  const keys = argument(args, 0, scope);
  const { direct } = keys;
  const link: Code['link'] = (next) =>
    withOperand(keys, scope, (read) => (value, traced, frame) => {
      const wanted = pathOf(read(frame));
      if (traced === null) return next.exec(getPath(value, wanted, frame.run), null, frame);
      const end = extendAll(traced, { value, keys: wanted }, frame.run);
      return next.exec(end.at, end, frame);
    });
  if (direct === null) return fromLink(link);
  return fromStep((value, frame) => getPath(value, pathOf(direct(value, frame)), frame.run), link);
};

function extendAll(path: Path, step: { value: Json; keys: readonly Json[] }, run: Run): Path {
  let end = path;
  for (const key of step.keys) {
    checkAccess(path, step.value, { key, run });
    end = extend(end, key, getPath(end.at, [key], run));
  }
  return end;
}

/** `paths`: the paths of everything inside of the input, parents first. */
const paths: Special = () =>
  fromLink(
    ({ exec }) =>
      (value, path, frame) =>
        visitPaths(value, [], { frame, each: (keys) => exec(keys, path, frame) }),
  );

interface PathVisit {
  readonly frame: Frame;
  readonly each: (keys: Json) => 0 | 1 | 2;
}

function visitPaths(value: Json, keys: readonly Json[], visit: PathVisit): 0 | 1 | 2 {
  if (!isArray(value) && !isObject(value)) return GO;
  const { run } = visit.frame;
  run.descend(keys.length);
  const names: readonly Json[] | null = isArray(value) ? null : Object.keys(value);
  for (const [position, item] of elements(value, run).entries()) {
    run.container(keys.length + 1);
    const inner = [...keys, names === null ? position : (names[position] ?? null)];
    const signal = visit.each(inner);
    if (signal !== GO) return signal;
    const below = visitPaths(item, inner, visit);
    if (below !== GO) return below;
  }
  return GO;
}

const del: Special = (args, scope) => {
  const select = pathsOf(argument(args, 0, scope), scope);
  return fromDirect((value, frame) => deleteAll(value, select(value, frame), frame));
};

const pick: Special = (args, scope) => {
  const select = pathsOf(argument(args, 0, scope), scope);
  return fromDirect((value, frame) => {
    let picked: Json = null;
    for (const path of select(value, frame)) {
      picked = setPath(picked, path, { to: getPath(value, path, frame.run), run: frame.run });
    }
    return picked;
  });
};

const delpaths: Special = (args, scope) =>
  combine([argument(args, 0, scope)], scope, ([list = null], frame, input) => {
    if (!isArray(list)) throw new JqError('Paths must be specified as an array');
    const paths = list.map((keys) => {
      if (!isArray(keys)) throw new JqError(`Path must be specified as array, not ${typeOf(keys)}`);
      return keys;
    });
    return deleteAll(input, paths, frame);
  });

const setpath: NativeN = ([keys = null, value = null], run, input) => setPath(input, pathOf(keys), { to: value, run });

export const PATH_NATIVES: Natives = { more: { 'setpath/2': setpath } };

export const PATH_SPECIALS: readonly (readonly [string, Special])[] = [
  ['path/1', path],
  ['getpath/1', getpath],
  ['paths/0', paths],
  ['del/1', del],
  ['pick/1', pick],
  ['delpaths/1', delpaths],
];
