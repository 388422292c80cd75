import { canonicalJson, fault, FaultError, isJsonObject, sha256, type Json, type Pin } from '@batonhq/core';
import { UnavailableCallError, type OutsideCall } from '@batonhq/engine';

/** Differences that are shown, and letters of each value. */
const mostShown = 8;
const longestShown = 120;

/** A pin on everything a call depends on; `summary` is the part of it that people can compare. */
export function pinOf(whole: Json, summary: Json): Pin {
  return { hash: sha256(canonicalJson(whole)), summary };
}

/**
 * Holds a call whose other side is not what it was when its definition was published, and says what changed: a tool may
 * have learned to do something nobody agreed to.
 */
export function checkPin({ pinned }: OutsideCall, now: Pin, what: string): void {
  if (pinned === undefined || pinned.hash === now.hash) return;
  const changes = differences(pinned.summary, now.summary);
  const shown = changes.length === 0 ? 'something that it refers to' : changes.slice(0, mostShown).join('; ');
  const more = changes.length > mostShown ? `; and ${changes.length - mostShown} more` : '';
  throw new UnavailableCallError(
    `${what} changed since the definition was published: ${shown}${more}; publish a new version to accept that`,
  );
}

/** Each change as `path: before → after`. */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): readonly string[] {
  if (before === after) return [];
  const [left, right] = [membersOf(before), membersOf(after)];
  if (left === null || right === null)
    return sameJson(before, after) ? [] : [`${path || '/'}: ${show(before)} → ${show(after)}`];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].toSorted().flatMap((name) => differences(left[name], right[name], `${path}/${name}`));
}

function membersOf(value: Json | undefined): Readonly<Record<string, Json>> | null {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item: Json, index) => [String(index), item]));
  return isJsonObject(value) ? value : null;
}

function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  return left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right);
}

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** A value of a library as JSON. Throws a `FaultError` for what is none. */
export function asJson(value: unknown): Json {
  const text = JSON.stringify(value);
  if (text === undefined) throw new FaultError(fault('runtime', 'this is no JSON'));
  const plain: Json = JSON.parse(text);
  return plain;
}
