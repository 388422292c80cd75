import { planWords } from './plan-words.ts';
import { stopWords } from './stop-words.ts';

/** A part of a request that may be answered by one function. */
export interface Statement {
  readonly text: string;
  /** The words that say something. */
  readonly words: readonly string[];
  /** It has a word that asks for something. */
  readonly asks: boolean;
  /** It begins with a word that counts or joins: first, then, finally. */
  readonly isNext: boolean;
  /** It speaks of what will be asked, or thanks. */
  readonly isTalk: boolean;
  readonly hasQuote: boolean;
  readonly hasNumber: boolean;
  readonly hasId: boolean;
}

const asking: ReadonlySet<string> = new Set(
  planWords(
    'retrieve get find calculate check analyze create update delete search provide obtain generate translate convert determine ' +
      'perform identify book add remove schedule send predict simulate estimate compare evaluate monitor optimize design assess ' +
      'cancel verify validate fetch give tell know show list learn recommend suggest measure set start stop track control ' +
      'register order make plan play post process submit explore understand gather access view look write draft read ' +
      'מצא תמצא חפש תחפש בדוק תבדוק צור תכין הכן שלח תשלח קבע תקבע קרא תקרא סכם תסכם חשב תחשב הוסף תוסיף הצג תראה כתוב תכתוב',
  ),
);
const next =
  /^(?:first(?:ly)?|second(?:ly)?|third|next|then|after that|afterwards|finally|lastly|additionally|also|furthermore|moreover|once|in addition|last|קודם|ראשית|ואז|אחר כך|לבסוף|בנוסף|וגם)(?![\p{L}])/iu;
const talk =
  /\b(?:a few|some|several|multiple|various|couple|these|following|different) (?:tasks?|things?|information|requests?|details|assistance|help|data|questions)|help with (?:my|a|some)|^thank|here are|working on|i(?:'m| am) (?:planning|interested|conducting|a |in )|need (?:your )?(?:help|assistance)|for (?:my|a|an) .*(?:project|research|study)|related to/i;

/** Sentences, and what is joined within them as a thing of its own. */
export function statementsOf(request: string): readonly Statement[] {
  const sentences = request.replace(/([.!?])["']?\s+(?=[\p{Lu}\p{Lo}])/gu, '$1\n').split('\n');
  const parts = sentences.flatMap((sentence) => sentence.split(/, and (?=\p{Ll}+ )|; |, then |, also |,? ואז | וגם /u));
  const found = parts.map((part) => statementFrom(part.trim())).filter(({ words }) => words.length >= 2);
  return found.length === 0 ? [statementFrom(request)] : found;
}

function statementFrom(text: string): Statement {
  const words = planWords(text);
  return {
    text,
    words: words.filter((word) => !stopWords.has(word)),
    asks: words.some((word) => asking.has(word)),
    isNext: next.test(text),
    isTalk: talk.test(text),
    hasQuote: /'[^']+'|"[^"]+"/.test(text),
    hasNumber: /\b\d+(?:\.\d+)?\b/.test(text),
    hasId: /\bid\b/i.test(text),
  };
}
