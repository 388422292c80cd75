/** Strings are UTF-16 here and sequences of code points in the language. */

/** Whether a string has surrogates, so that its length is not its number of code points. */
const SURROGATE = /[\ud800-\udfff]/;

export const isPlain = (text: string): boolean => !SURROGATE.test(text);

/** The number of code points. */
export function codePointLength(text: string): number {
  if (isPlain(text)) return text.length;
  let length = 0;
  for (let index = 0; index < text.length; length += 1) index += unitsAt(text, index);
  return length;
}

const unitsAt = (text: string, index: number): number => ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);

/** The index in UTF-16 units of the code point at an index; the string's length when there is none. */
export function unitIndex(text: string, codePoints: number): number {
  let index = 0;
  for (let left = codePoints; left > 0 && index < text.length; left -= 1) index += unitsAt(text, index);
  return index;
}

/** The substring between two code point indices. */
export function sliceCodePoints(text: string, from: number, upto: number): string {
  if (isPlain(text)) return text.slice(from, upto);
  const start = unitIndex(text, from);
  return text.slice(start, start + unitIndex(text.slice(start), upto - from));
}

/** The number of bytes in UTF-8; a lone surrogate counts as the replacement character. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isPair(text, index, unit)) {
      bytes += 2;
      index += 1;
    } else bytes += 2;
  }
  return bytes;
}

function isPair(text: string, index: number, unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00 && (text.codePointAt(index) ?? 0) > 0xffff;
}
