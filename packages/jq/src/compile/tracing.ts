/** Growing paths while they are traced, see (M4). */
import { JqError } from '../errors/jq-error.ts';
import type { Path } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import { excerpt } from '../value/describe.ts';
import type { Json } from '../value/json.ts';

export const rootPath = (value: Json): Path => ({ parent: null, key: null, at: value });

/** A path one key longer. */
export function extend(path: Path, key: Json, at: Json): Path {
  return { parent: path, key, at };
}

const isAt = (path: Path, value: Json): boolean => Object.is(path.at, value);

/** Checks that a value is still the one at its path before something is read out of it. */
export function checkAccess(path: Path, value: Json, attempt: { key: Json; run: Run }): void {
  if (isAt(path, value)) return;
  const { key, run } = attempt;
  const near = `near attempt to access element ${excerpt(key, run)} of ${excerpt(value, run)}`;
  throw new JqError(`Invalid path expression ${near}`);
}

export function checkIteration(path: Path, value: Json, run: Run): void {
  if (isAt(path, value)) return;
  throw new JqError(`Invalid path expression near attempt to iterate through ${excerpt(value, run)}`);
}

/** The keys of a path whose tracing has ended at a value. */
export function keysOf(path: Path, value: Json, run: Run): Json[] {
  if (!isAt(path, value)) throw new JqError(`Invalid path expression with result ${excerpt(value, run)}`);
  const keys: Json[] = [];
  for (let end = path; end.parent !== null; end = end.parent) keys.push(end.key);
  run.container(keys.length);
  return keys.reverse();
}
