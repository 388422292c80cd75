import { isJsonObject, type Json } from './json.ts';

/** One step of a path into a JSON value. */
export type PathSegment = string | number;

/** A path as a JSON Pointer (RFC 6901); the empty path is the empty text. */
export function jsonPointer(path: readonly PathSegment[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value at a path; undefined when there is none. */
export function valueAt(root: Json, path: readonly PathSegment[]): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of path) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else if (isJsonObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}
