import { meeting } from './spans.ts';

/** Hours of a day, in minutes since its midnight; `until` is exclusive. */
export interface DayHours {
  readonly from: number;
  readonly until: number;
}

/** Hours that somebody wrote of, and where. */
export interface WrittenHours extends DayHours {
  readonly text: string;
  /** Where they stand, in UTF-16 units. */
  readonly index: number;
  /** Whether they are hours also where no day stands right beside them: `10:30` is, `between 10 and 12` may be anything. */
  readonly isClear: boolean;
}

const hour = 60;

/** Parts of a day by the first word that fits; afternoons before mornings, as «אחר הצהריים» holds «צהריים». */
const parts: readonly (DayHours & { readonly said: RegExp })[] = [
  { said: /afternoon|אחר הצהריי?ם|אחה"צ/iu, from: 12 * hour, until: 18 * hour },
  { said: /morning|בוקר/iu, from: 6 * hour, until: 12 * hour },
  { said: /noon|צהריי?ם/iu, from: 12 * hour, until: 14 * hour },
  { said: /evening|tonight|ערב/iu, from: 17 * hour, until: 22 * hour },
  { said: /\bnight\b|לילה/iu, from: 20 * hour, until: 24 * hour },
];

/** The part of a day that words speak of: `tomorrow afternoon`. Null where they speak of all of it. */
export function partOfDay(text: string): DayHours | null {
  const found = parts.find(({ said }) => said.test(text));
  return found === undefined ? null : { from: found.from, until: found.until };
}

const clock = '\\d{1,2}(?::\\d{2})?';
const part = '(?:\\s*,?\\s*(?:אחר הצהריי?ם|אחה"צ|בבוקר|בצהריי?ם|בערב|בלילה))';
const joined = '[-\u05BE\\s]*';
const before = '(?<![\\u05D0-\\u05EA\\d.,])';
const after = '(?![\\d:]|[.,]\\d|\\s*(?:%|אחוז))';

const range = new RegExp(
  `${before}(?:בין|מ)(?:\\s*השעות)?${joined}(?<first>${clock})\\s*(?:ל|עד|[-\u2013])${joined}(?<last>${clock})${after}(?<part>${part}?)`,
  'gu',
);
const named = new RegExp(`${before}[בלמ]?שעה\\s+(?<first>${clock})${after}(?<part>${part}?)`, 'gu');
const pointed = new RegExp(`${before}ב${joined}(?<first>\\d{1,2}:\\d{2})${after}(?<part>${part}?)`, 'gu');
const parted = new RegExp(`${before}ב${joined}(?<first>\\d{1,2})${after}(?<part>${part})`, 'gu');
const alone = /(?<![\u05D0-\u05EA])(?<part>אחר הצהריי?ם|אחה"צ|בבוקר|בצהריי?ם|בערב|בלילה)(?![\u05D0-\u05EA])/gu;

/** Hours that Hebrew words speak of: «בשעה 10», «ב-10:30», «ב-3 אחר הצהריים», «בין 10 ל-12», «בבוקר». */
export function hebrewHours(text: string): readonly WrittenHours[] {
  const found: WrittenHours[] = [];
  for (const [pattern, isClear] of patterns) {
    // Those of one pattern never meet.
    const isTaken = meeting(found.map((one) => ({ start: one.index, end: one.index + one.text.length })));
    for (const { 0: said, index, groups = {} } of text.matchAll(pattern)) {
      const hours = hoursOf(groups);
      const isFree = !isTaken({ start: index, end: index + said.length });
      if (hours !== null && isFree) found.push({ ...hours, text: said, index, isClear });
    }
  }
  return found;
}

const patterns: readonly (readonly [RegExp, boolean])[] = [
  [range, false],
  [named, true],
  [pointed, true],
  [parted, true],
  [alone, false],
];

function hoursOf({ first, last, part: said = '' }: Readonly<Record<string, string | undefined>>): DayHours | null {
  const within = partOfDay(said);
  if (first === undefined) return within;
  const from = minuteOf(first, within);
  if (last === undefined) return from === null ? null : { from, until: from + hour };
  const until = minuteOf(last, within);
  return from === null || until === null || until <= from ? null : { from, until };
}

/** Nobody meets at three in the night: small hours are those after noon, unless somebody says otherwise. */
const earliest = 7;

function minuteOf(written: string, within: DayHours | null): number | null {
  const [hours = 0, minutes = 0] = written.split(':').map(Number);
  if (hours > 23 || minutes > 59) return null;
  const isLater = within === null ? hours > 0 && hours < earliest : hours < 12 && within.from >= 12 * hour;
  return (isLater ? hours + 12 : hours) * hour + minutes;
}
