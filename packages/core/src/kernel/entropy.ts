/**
 * Entropy derived from text: the same text gives the same bits, so that deciding again gives the same ids.
 * Not for secrets. Two multiply-xorshift lanes in the manner of MurmurHash3's finaliser.
 */
function lanes(text: string, seed: number): readonly [number, number] {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  return [mix(high, low), mix(low, high)];
}

function mix(one: number, other: number): number {
  const half = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  return (half ^ (half >>> 15)) >>> 0;
}

/** A number in [0, 1) that depends on nothing but `text`. */
export function fractionFrom(text: string): number {
  const [high, low] = lanes(text, 1);
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

/** 32 hexadecimal digits that depend on nothing but `text`. */
export function idFrom(text: string): string {
  const words = [...lanes(text, 2), ...lanes(text, 3)];
  return words.map((word) => word.toString(16).padStart(8, '0')).join('');
}
