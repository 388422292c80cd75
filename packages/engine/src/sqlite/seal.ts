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
const basis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * The check sum of an event in its place. Database pages carry none, so this is what finds a flipped bit in a row.
 * Only the body goes through the real sum; what places it is short and mixed in arithmetically, because gluing it to
 * the text, or a second call, costs more than the sum itself.
 */
export function sealEvent(execution: string, event: SealedEvent): number {
  const { seq, kind, version, at, subject, body, large } = event;
  let place = mixText(mixText(mixText(basis, execution), kind), subject);
  place = mix(mix(mix(mix(place, seq), version), at % wholeNumber), Math.floor(at / wholeNumber));
  const start = place >>> 0;
  return crc32(body, large === null ? start : crc32(large, start));
}

/** The check sum of a stream's row. */
export function sealStream(id: string, tenant: string, idempotencyKey: string | null): number {
  return crc32(JSON.stringify([id, tenant, idempotencyKey]));
}

/** FNV-1a: each step is reversible, so texts that differ in one character never come to the same. */
function mixText(start: number, text: string): number {
  let sum = mix(start, text.length);
  for (let index = 0; index < text.length; index++) sum = mix(sum, text.charCodeAt(index));
  return sum;
}

function mix(sum: number, part: number): number {
  return Math.imul(sum ^ part, prime);
}
