/** How long something is to take, and where that stands. */
export interface SaidDuration {
  readonly minutes: number;
  readonly start: number;
  readonly end: number;
}

const counts: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  ninety: 90,
  שתי: 2,
  שלוש: 3,
  ארבע: 4,
  חמש: 5,
  שש: 6,
  עשר: 10,
  עשרים: 20,
  שלושים: 30,
  ארבעים: 40,
  תשעים: 90,
};

const count = `(?<![\\p{L}\\d.,:])(?<count>\\d+(?:\\.\\d+)?|${Object.keys(counts)
  .toSorted((one, other) => other.length - one.length)
  .join('|')})`;
const noLetter = '(?![\\p{L}])';
const english = new RegExp(
  `(?:\\bfor\\s+|\\bof\\s+)?(?:(?<half>\\bhalf an hour\\b|\\bhalf[- ]hour\\b)|${count}[\\s-]*(?<unit>hours?|hrs?|h|minutes?|mins?)${noLetter}(?<more>\\s+and a half)?)`,
  'giu',
);
const hebrew = new RegExp(
  `(?<![\\u05D0-\\u05EA])[בלשכ]?(?:של\\s+)?(?:(?<half>חצי שעה)|(?<two>שעתיים)|(?<one>שעה)(?=\\s+וחצי|\\s+אחת|\\s*$|\\s*[?!.,])|${count}\\s+(?<unit>שעות|דקות))(?<more>\\s+וחצי)?(?![\\u05D0-\\u05EA])`,
  'giu',
);

/** Where such words may stand before and after, in UTF-16 units: looking at all of a long text each time takes seconds. */
const nearby = 40;

/** Words that make a time of what would be a length: `in two hours`, `two hours ago`, «בעוד שעתיים». */
const counting = /(?:\b(?:in|within|after|every)\s+|(?:^|\s)(?:בעוד|תוך|לפני|אחרי|כל)\s+)$/iu;
const counted = /^\s*(?:ago|from now|later|before|after|earlier)\b/iu;

/** Lengths of time that a text speaks of, in the order they stand: `for half an hour`, `a 90-minute call`, «לשעתיים». */
export function durationsIn(text: string): readonly SaidDuration[] {
  const found = [english, hebrew].flatMap((pattern) => [...text.matchAll(pattern)]);
  return found
    .filter(
      ({ 0: said, index }) =>
        !counting.test(text.slice(Math.max(0, index - nearby), index)) &&
        !counted.test(text.slice(index + said.length, index + said.length + nearby)),
    )
    .map(({ 0: said, index, groups = {} }) => ({ minutes: minutesOf(groups), start: index, end: index + said.length }))
    .toSorted((left, right) => left.start - right.start);
}

function minutesOf({
  half,
  two,
  one,
  count: many = '',
  unit = '',
  more,
}: Readonly<Record<string, string | undefined>>): number {
  const extra = more === undefined ? 0 : 30;
  if (half !== undefined) return 30;
  if (two !== undefined) return 120 + extra;
  if (one !== undefined) return 60 + extra;
  const isHours = /^(?:h|שעות)/iu.test(unit);
  return (counts[many.toLowerCase()] ?? Number(many)) * (isHours ? 60 : 1) + (isHours ? extra : 0);
}
