import { randomUUID } from 'node:crypto';

/** Where the random half of a UUID begins, with the bits that say which variant it is. */
const randomHalf = 19;
/** Ids of one millisecond are numbered; it begins low enough for the numbers to suffice. */
const counterStart = 0x400;
const counterEnd = 0xfff;

/**
 * Ids that nobody else makes, each greater than the one before it: UUID version 7 (RFC 9562, method 1). Rows of indexes
 * then follow one another: with random ids each new row lies on another page, and every commit writes them all.
 *
 * @param now - Milliseconds since 1970. When it goes back, ids go on from the latest instant.
 * @example
 * const newId = orderedIds(Date.now);
 * newId(); // '01994f5e-8b21-74c2-9d0a-3f6c1b7e52aa'
 */
export function orderedIds(now: () => number): () => string {
  let instant = 0;
  let prefix = '';
  let counter = 0;
  const begin = (at: number): void => {
    instant = at;
    const hex = at.toString(16).padStart(12, '0');
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    counter = Math.floor(Math.random() * counterStart);
  };
  return () => {
    const at = now();
    if (at > instant) begin(at);
    else if (counter === counterEnd) begin(instant + 1);
    else counter += 1;
    return `${prefix}${counter.toString(16).padStart(3, '0')}-${randomUUID().slice(randomHalf)}`;
  };
}
