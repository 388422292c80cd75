/** Base64 and base32 (RFC 4648) of the UTF-8 bytes of a text. */

export interface Alphabet {
  readonly name: string;
  readonly digits: string;
  readonly bits: number;
  /** Digits per full group, to which padding fills up. */
  readonly group: number;
}

export const BASE64: Alphabet = {
  name: 'base64',
  digits: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  bits: 6,
  group: 4,
};

export const BASE32: Alphabet = { name: 'base32', digits: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5, group: 8 };

export function encode(text: string, { digits, bits, group }: Alphabet): string {
  const bytes = new TextEncoder().encode(text);
  let encoded = '';
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= bits) {
      held -= bits;
      encoded += digits[(buffer >> held) & ((1 << bits) - 1)] ?? '';
    }
    buffer &= (1 << held) - 1;
  }
  if (held > 0) encoded += digits[(buffer << (bits - held)) & ((1 << bits) - 1)] ?? '';
  return encoded.padEnd(Math.ceil(encoded.length / group) * group, '=');
}

export type Decoded =
  | { readonly kind: 'decoded'; readonly text: string }
  /** A digit that makes no byte is left over. */
  | { readonly kind: 'trailing' }
  | { readonly kind: 'invalid' };

export function decode(encoded: string, { digits, bits, group }: Alphabet): Decoded {
  const body = encoded.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((body.length * bits) / 8));
  let buffer = 0;
  let held = 0;
  let written = 0;
  for (const char of body) {
    const digit = digits.indexOf(char);
    if (digit < 0) return { kind: 'invalid' };
    buffer = (buffer << bits) | digit;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes[written++] = (buffer >> held) & 0xff;
      buffer &= (1 << held) - 1;
    }
  }
  if (body.length % group === 1) return { kind: 'trailing' };
  return { kind: 'decoded', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
