import type { JsonObject } from '@batonhq/core';

/** Small whole numbers are words of speech: two reasons, the 3 shops. */
const smallest = 12;

/** How far a figure may be rounded away from the one it stands for. */
const rounding = 0.006;

/**
 * What a text says that its facts do not: figures, addresses, links. Null when there is nothing. It is a list of what can be
 * told by looking; whether a sentence follows from the facts is not among it.
 */
export function ungrounded(text: string, facts: JsonObject): string | null {
  const known = JSON.stringify(facts);
  const foreign = addressesIn(text).filter((address) => !known.toLowerCase().includes(address.toLowerCase()));
  if (foreign.length > 0) return `these addresses are not in the facts: ${foreign.join(', ')}`;
  const figures = numbersIn(known).map(({ value }) => value);
  const unknown = numbersIn(text).filter(({ value }) => !isKnown(value, figures));
  if (unknown.length === 0) return null;
  return `these figures are not in the facts: ${[...new Set(unknown.map(({ written }) => written))].join(', ')}`;
}

function addressesIn(text: string): readonly string[] {
  const found = text.match(/https?:\/\/[^\s)>\]"'،,]+|www\.[^\s)>\]"',]+|[\w.+-]+@[\w-]+\.[\w.-]*\w/gi) ?? [];
  return found.map((address) => address.replace(/[.;:!?]+$/, ''));
}

interface WrittenNumber {
  readonly written: string;
  readonly value: number;
}

function numbersIn(text: string): readonly WrittenNumber[] {
  const found = text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
  return found.map((written) => ({ written, value: Number(written.replaceAll(',', '')) }));
}

/** As it is written, rounded, in thousands or millions, or as a share in per cent. Years are what they are. */
function isKnown(value: number, figures: readonly number[]): boolean {
  if (Number.isInteger(value) && value <= smallest) return true;
  if (figures.includes(value)) return true;
  if (Number.isInteger(value) && value >= 1900 && value < 2100) return false;
  return figures.some(
    (figure) =>
      [1, 1_000, 1_000_000].some((unit) => isClose(value, figure / unit)) ||
      (Math.abs(figure) <= 2 && Math.abs(value - figure * 100) <= 0.51),
  );
}

function isClose(value: number, figure: number): boolean {
  return Math.abs(value - figure) <= Math.abs(figure) * rounding;
}
