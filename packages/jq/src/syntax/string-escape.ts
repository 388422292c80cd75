/** Escapes of JSON and jq string literals. */

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

export interface Escape {
  readonly text: string;
  /** Index behind the escape. */
  readonly end: number;
}

/** Reads the escape whose backslash stands at `start`; null when there is no such escape. */
export function readEscape(source: string, start: number): Escape | null {
  const letter = source[start + 1] ?? '';
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { text: simple, end: start + 2 };
  if (letter !== 'u') return null;
  const unit = readUnit(source, start + 2);
  if (unit === null || isLowSurrogate(unit)) return null;
  if (!isHighSurrogate(unit)) return { text: String.fromCharCode(unit), end: start + 6 };
  if (source.slice(start + 6, start + 8) !== '\\u') return null;
  const low = readUnit(source, start + 8);
  if (low === null || !isLowSurrogate(low)) return null;
  return { text: String.fromCharCode(unit, low), end: start + 12 };
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

function readUnit(source: string, start: number): number | null {
  const digits = source.slice(start, start + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : null;
}
