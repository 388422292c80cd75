import { unwrapExpression } from '../expression/template.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Compilation, Path } from './compilation.ts';

/** An `export.as`, and where the task that exports stands. */
interface WrittenExport {
  readonly path: Path;
  readonly as: Json;
}

const known = new WeakMap<Compilation, readonly WrittenExport[]>();

/**
 * Whether some task exports what may be a member of this name to `$context`, the tasks at these places aside. When in
 * doubt it may: an expression can export whatever flows.
 */
export function mayExport(compilation: Compilation, name: string, except: readonly Path[]): boolean {
  return exportsOf(compilation).some(
    ({ path, as }) => !except.some((place) => isBelow(path, place)) && holds(as, name),
  );
}

function exportsOf(compilation: Compilation): readonly WrittenExport[] {
  let found = known.get(compilation);
  if (found === undefined) {
    found = [...writtenExports(compilation.written([]) ?? null, [])];
    known.set(compilation, found);
  }
  return found;
}

function* writtenExports(value: Json, path: Path): Generator<WrittenExport> {
  if (typeof value !== 'object' || value === null) return;
  const own = isJsonObject(value) ? value['export'] : undefined;
  if (isJsonObject(own) && own['as'] !== undefined) yield { path, as: own['as'] };
  for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    yield* writtenExports(member, [...path, key]);
  }
}

function isBelow(path: Path, place: Path): boolean {
  return place.every((segment, index) => path[index] === segment);
}

/** Objects name what they export, as values of the definition or as expressions that do nothing but build one. */
function holds(as: Json, name: string): boolean {
  if (typeof as !== 'string') return isJsonObject(as) && Object.hasOwn(as, name);
  const built = (unwrapExpression(as) ?? as).trim().replace(/^\$context\s*[+*]\s*/, '');
  const isPlain = built.startsWith('{') && built.endsWith('}') && !/[}\])]\s*[+*|,/]\s*[^{\s]/.test(built);
  return !isPlain || built.includes(name);
}
