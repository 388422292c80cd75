/** Numbers as texts, as the language writes them: shortest digits that read back the same, exponents like `1e+17`. */

/** The greatest finite number; infinities are written, and leave a program, as this. */
const MAX = Number.MAX_VALUE;

/** Replaces what JSON cannot say: NaN becomes null and an infinity the nearest finite number. */
export const finiteOrNull = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.min(Math.max(value, -MAX), MAX);

export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  // Where both notations agree, which is nearly always.
  if (magnitude >= 1e-4 && magnitude < 1e16) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const finite = finiteOrNull(value);
  return finite === null ? 'null' : formatExtreme(finite);
}

function formatExtreme(value: number): string {
  const [mantissa = '', exponentText = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  if (exponent >= 0 && exponent < digits.length + 15) return sign + digits.padEnd(exponent + 1, '0');
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

const NUMERIC = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/** Reads a text that is a number and nothing else; null when it is not. */
export function parseNumber(text: string): number | null {
  if (NUMERIC.test(text)) return Number(text);
  const special = SPECIAL.exec(text);
  if (special === null) return null;
  if (special[2] !== undefined) return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
