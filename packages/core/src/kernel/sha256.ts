/*
 * SHA-256 (FIPS 180-4) in plain arithmetic, because the core may not reach for a platform's cryptography.
 * It names things by their content; it is not meant for passwords.
 */

const blockSize = 64;

/** The first 32 bits of the fractional parts of a root of the first `count` primes. */
function primeRoots(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  let filled = 0;
  for (let candidate = 2; filled < count; candidate += 1) {
    if (!isPrime(candidate)) continue;
    words[filled] = (root(candidate) % 1) * 2 ** 32;
    filled += 1;
  }
  return words;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) return false;
  return true;
}

const initialState = primeRoots(8, Math.sqrt);
const roundConstants = primeRoots(64, Math.cbrt);

/** The SHA-256 of a text's UTF-8 bytes, or of bytes, as 64 hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  const message = padded(typeof data === 'string' ? new TextEncoder().encode(data) : data);
  const state = initialState.slice();
  const schedule = new Uint32Array(blockSize);
  for (let offset = 0; offset < message.byteLength; offset += blockSize) {
    expand(new DataView(message.buffer, offset, blockSize), schedule);
    compress(state, schedule);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** The message, a one bit, zeros, and the length in bits: a whole number of blocks. */
function padded(bytes: Uint8Array): Uint8Array {
  const length = Math.ceil((bytes.byteLength + 9) / blockSize) * blockSize;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.byteLength] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(length - 8, Math.floor(bytes.byteLength / 2 ** 29));
  view.setUint32(length - 4, (bytes.byteLength * 8) % 2 ** 32);
  return message;
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function expand(block: DataView, schedule: Uint32Array): void {
  for (let index = 0; index < 16; index += 1) schedule[index] = block.getUint32(index * 4);
  for (let index = 16; index < blockSize; index += 1) {
    const early = at(schedule, index - 15);
    const late = at(schedule, index - 2);
    const first = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const second = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[index] = at(schedule, index - 16) + first + at(schedule, index - 7) + second;
  }
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  const work = state.slice();
  for (let index = 0; index < blockSize; index += 1) {
    const e = at(work, 4);
    const a = at(work, 0);
    const choice = (e & at(work, 5)) ^ (~e & at(work, 6));
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (at(work, 7) + mixed + choice + at(roundConstants, index) + at(schedule, index)) >>> 0;
    const majority = (a & at(work, 1)) ^ (a & at(work, 2)) ^ (at(work, 1) & at(work, 2));
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    work.copyWithin(1, 0, 7);
    work[4] = at(work, 4) + first;
    work[0] = first + second;
  }
  for (let index = 0; index < 8; index += 1) state[index] = at(state, index) + at(work, index);
}
