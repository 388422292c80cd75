/** Whether two outcomes are the same. */
import type { Json } from '../src/index.ts';
import type { Outcome } from './oracle.ts';

/** How far computed numbers may be apart, relative to their size: C libraries differ in the last digits. */
export const LAST_DIGIT = 4e-15;

export function isSameOutcome(ours: Outcome, theirs: Outcome, tolerance = LAST_DIGIT): boolean {
  if (ours.refused !== null || theirs.refused !== null) return ours.refused !== null && theirs.refused !== null;
  if (!isSameJson(ours.outputs, theirs.outputs, tolerance)) return false;
  if (ours.error === undefined || theirs.error === undefined) return ours.error === theirs.error;
  return isSameJson(ours.error, theirs.error, tolerance) || (isMessage(ours.error) && isMessage(theirs.error));
}

/**
 * The wording of the language's own messages changed between the versions, and is not compared. Generated programs
 * raise errors of their own only with values that are no strings, or with texts that begin with `E:`.
 */
const isMessage = (error: Json): boolean => typeof error === 'string' && !error.startsWith('E:');

/** Equality with the order of keys. */
export function isSameJson(left: Json, right: Json, tolerance = LAST_DIGIT): boolean {
  if (typeof left === 'number' && typeof right === 'number') {
    return Object.is(left, right) || Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right));
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const entries = Object.entries(left);
  const others = Object.entries(right);
  if (entries.length !== others.length) return false;
  return entries.every(([key, value], index) => {
    const other = others[index];
    return other !== undefined && key === other[0] && isSameJson(value, other[1], tolerance);
  });
}
