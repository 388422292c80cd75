import { crc32 } from 'node:zlib';

/** What a check sum of an event covers; the text and what places it. */
export interface SealedEvent {
  readonly seq: number;
  readonly kind: string;
  readonly version: number;
  readonly at: number;
  readonly subject: string;
  readonly body: string;
  readonly large: string | null;
}

const wholeNumber = 2 ** 32;
const prime = 0x01000193;

/** Sums of the kinds, which are few and come again and again. */
const kinds = new Map<string, number>();
const keptKinds = 1_000;

/** What the check sums of an execution's events begin with; worth keeping, as it is needed for each. */
export function sealOfExecution(execution: string): number {
  return crc32(execution);
}

/**
 * The check sum of an event in its place. Database pages carry none, so this is what finds a flipped bit in a row.
 * What places it is short and mixed in by arithmetic, because gluing it to the text costs more than the sum itself.
 */
export function sealEvent(ofExecution: number, event: SealedEvent): number {
  const { seq, kind, version, at, subject, body, large } = event;
  const named = mixText(mix(ofExecution, sumOfKind(kind)), subject);
  const placed = mix(mix(mix(mix(named, seq), version), at % wholeNumber), Math.floor(at / wholeNumber)) >>> 0;
  return crc32(body, large === null ? placed : crc32(large, placed));
}

/** The check sum of a stream's row. */
export function sealStream(id: string, tenant: string, idempotencyKey: string | null): number {
  return crc32(JSON.stringify([id, tenant, idempotencyKey]));
}

function sumOfKind(kind: string): number {
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const sum = crc32(kind);
  if (kinds.size < keptKinds) kinds.set(kind, sum);
  return sum;
}

/** FNV-1a: each step is reversible, so texts that differ in one character never come to the same. */
function mixText(start: number, text: string): number {
  let sum = start;
  for (let index = 0; index < text.length; index++) sum = mix(sum, text.charCodeAt(index));
  return sum;
}

function mix(sum: number, part: number): number {
  return Math.imul(sum ^ part, prime);
}
