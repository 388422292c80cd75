/** Whether two outcomes are the same, and if not, whether a known rule explains it. */
import type { Json } from '../src/index.ts';
import type { Case, Outcome } from './oracle.ts';
import { RULES } from './rules.ts';

export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'explained'; readonly rule: string }
  | { readonly kind: 'different' };

export function judge(item: Case, ours: Outcome, theirs: Outcome): Verdict {
  if (isSame(ours, theirs)) return { kind: 'same' };
  const rule = RULES.find(({ explains }) => explains({ item, ours, theirs }));
  return rule === undefined ? { kind: 'different' } : { kind: 'explained', rule: rule.id };
}

function isSame(ours: Outcome, theirs: Outcome): boolean {
  if (ours.refused !== null || theirs.refused !== null) return ours.refused !== null && theirs.refused !== null;
  if (!isSameJson(ours.outputs, theirs.outputs)) return false;
  if (ours.error === undefined || theirs.error === undefined) return ours.error === theirs.error;
  return isSameJson(ours.error, theirs.error) || (isMessage(ours.error) && isMessage(theirs.error));
}

/**
 * The wording of the language's own messages changed between the versions, and is not compared. Programs here raise
 * errors of their own only with values that are no strings, or with texts that begin with `E:`.
 */
const isMessage = (error: Json): boolean => typeof error === 'string' && !error.startsWith('E:');

/** Equality with the order of keys; computed numbers may differ in their last digit, as C libraries do from each other. */
export function isSameJson(left: Json, right: Json): boolean {
  if (typeof left === 'number' && typeof right === 'number') {
    return Object.is(left, right) || Math.abs(left - right) <= 4e-15 * Math.max(Math.abs(left), Math.abs(right));
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const entries = Object.entries(left);
  const others = Object.entries(right);
  if (entries.length !== others.length) return false;
  return entries.every(([key, value], index) => {
    const other = others[index];
    return other !== undefined && key === other[0] && isSameJson(value, other[1]);
  });
}
