/** A number that a goal speaks of. */
export interface Amount {
  readonly value: number;
  readonly kind: 'money' | 'percent' | 'plain';
  /** The words right before and after it, in small letters. */
  readonly before: string;
  readonly after: string;
  readonly start: number;
  readonly end: number;
}

const factors: Readonly<Record<string, number>> = {
  k: 1_000,
  thousand: 1_000,
  אלף: 1_000,
  אלפים: 1_000,
  m: 1_000_000,
  million: 1_000_000,
  מיליון: 1_000_000,
};

const words: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  שני: 2,
  שתי: 2,
  שניים: 2,
  שלושה: 3,
  שלוש: 3,
  ארבעה: 4,
  ארבע: 4,
  חמישה: 5,
  חמש: 5,
  שישה: 6,
  שש: 6,
  עשר: 10,
  עשרה: 10,
};

const number = new RegExp(
  String.raw`(?<sign>[$\u20AC\u00A3\u20AA])?\s?(?<digits>(?<![\p{L}\d.])\d{1,3}(?:[,\u202F]\d{3})+(?:\.\d+)?|(?<![\p{L}\d.,])\d+(?:\.\d+)?)\s?(?<factor>(?:k|m|thousand|million|אלפים|אלף|מיליון)(?![\p{L}]))?\s?(?<unit>(?:%|percent|אחוזים|אחוז|dollars?|usd|euros?|eur|pounds?|shekels?|nis|שקלים|שקל|ש"ח|דולרים|דולר|יורו)(?![\p{L}]))?`,
  'giu',
);
const spoken = new RegExp(String.raw`(?<![\p{L}])(?:${Object.keys(words).join('|')})(?![\p{L}])`, 'giu');
const percents = /^(?:%|percent|אחוז)/i;

/** All numbers of a text, in figures or as words, in the order they stand. */
export function amountsIn(text: string): readonly Amount[] {
  const figures = [...text.matchAll(number)].map(({ 0: found, index, groups = {} }) => {
    const { sign, digits = '0', factor = '', unit } = groups;
    const value = Number(digits.replace(/[,\u202F]/g, '')) * (factors[factor.toLowerCase()] ?? 1);
    const isPercent = unit !== undefined && percents.test(unit);
    const kind = isPercent ? 'percent' : sign !== undefined || unit !== undefined ? 'money' : 'plain';
    return amountAt(text, { value, kind }, { start: index, end: index + found.trimEnd().length });
  });
  const inWords = [...text.matchAll(spoken)].map(({ 0: found, index }) =>
    amountAt(
      text,
      { value: words[found.toLowerCase()] ?? 0, kind: 'plain' },
      { start: index, end: index + found.length },
    ),
  );
  return [...figures, ...inWords].toSorted((left, right) => left.start - right.start);
}

function amountAt(
  text: string,
  { value, kind }: Pick<Amount, 'value' | 'kind'>,
  { start, end }: { readonly start: number; readonly end: number },
): Amount {
  const before = text.slice(Math.max(0, start - 40), start).toLowerCase();
  const after = text.slice(end, end + 40).toLowerCase();
  return { value, kind, before, after, start, end };
}
