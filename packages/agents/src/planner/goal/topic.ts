import { meeting, type Span } from '../../tool/text/spans.ts';
import { wordsOf } from '../../tool/text/words.ts';
import { sound } from './sound.ts';

const stopped = new Set(
  `a an the i we you he she it they me us my our your their this that these those is are was were be been am do did does done doing
  have has had having and or but if so as of at by for with about into from to in on up out over under what which who whom
  when where why how all any both each more most other some such no not only own same than too very can will just should
  need needs want wants help please let lets get got make made made go went happened going run running then while also
  wat wit wich teh adn abuot setup everything anything something thing things there here way first best us
  אני אנחנו אתה את הוא היא הם אתם זה זו זאת אלה של על אל עם מה מי איך מתי איפה למה כל גם רק לא כן אם כי או אבל היה היו יש אין
  עשינו עשיתי נעשה קרה קרו היינו הייתה שלנו שלי אותו אותה אותם לנו לי צריך צריכה רוצה בבקשה לפי כדי אחרי לפני בין תוך הכל דברים`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What a topic is looked for with. */
export interface TopicSearch {
  /** Terms that say what to do, or whom with, and not what about. */
  readonly without: ReadonlySet<string>;
  /** Places in the text that mean something else: times, numbers, names of people. */
  readonly taken: readonly Span[];
  /** Terms that name something: of organisations and folders. A word is written as they have it. */
  readonly known: ReadonlyMap<string, string>;
}

/** The words of a text that say what it is about, in their order, without the letters that Hebrew joins to them. */
export function topicOf(text: string, { without, taken, known }: TopicSearch): string {
  const kept = new Set<string>();
  const isTaken = meeting(taken);
  for (const { start, end, terms } of wordsOf(text)) {
    const word = text.slice(start, end);
    if (isTaken({ start, end }) || stopped.has(word.toLowerCase()) || terms.some((term) => without.has(term))) continue;
    if (/^\d+(?:[ap]m)?$/i.test(word) || word.length < 2) continue;
    kept.add(nameOf(word, terms, known));
  }
  return [...kept].join(' ');
}

const hebrewLetter = /[\u05D0-\u05EA]/;

function nameOf(word: string, terms: readonly string[], known: ReadonlyMap<string, string>): string {
  for (const key of [sound.asked(word) ?? '', ...terms]) {
    const name = known.get(key);
    // In its own Latin letters a word is written as it was said: an oven is not the firm of that name.
    if (name !== undefined) return key.startsWith('~') || hebrewLetter.test(word) ? name : word;
  }
  // «בתבואות» is read as «תבואות» where enough is left to be a word.
  return /^[בלמ][\u05D0-\u05EA]{4,}/u.test(word) && terms.length > 1 ? word.slice(1) : withoutArticle(word, terms);
}

function withoutArticle(word: string, terms: readonly string[]): string {
  return /^ה[\u05D0-\u05EA]{3,}/u.test(word) && terms.length > 1 ? word.slice(1) : word;
}
