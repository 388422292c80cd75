import { closest } from '@batonhq/core';

/** What people say before they say what is to be done. */
const courtesy =
  /^[\s"'([-]*(?:(?:please|kindly|hi|hello|hey|now|then|also|just|could you|can you|would you|will you|i(?: want| need| would like|['\u2019]d like)(?: you)? to|we (?:want|need|have) to|help (?:me|us)(?: to)?|let(?:['\u2019]s| us)|try to|go and|בבקשה|אנא|אני (?:רוצה|צריך|צריכה)|אפשר|תוכלי?|צריך|רוצה)[\s,]+)*/iu;

/** Words that say that something is read to know what it says. */
const reading =
  /(?<![\p{L}-])(?:summari[sz]\w*|condens(?:e|ing)|distil\w*|summary|summaries|sum up|recaps?|digest|overview of|the gist of|read(?:ing)?|review(?:ing)?|understand(?:ing)?|study(?:ing)?|go (?:over|through)|look (?:at|through|over|into)|catch (?:me |us )?up|analy[sz]e|what (?:did|have|had) (?:we|i|they|he|she|you|\p{Lu}\p{L}+)|what (?:we|i|they|he|she|you) (?:did|decided|agreed|said|discussed)|what (?:was|were) (?:decided|agreed|said|discussed|planned|written)|what happened)(?![\p{L}-])(?!\s+(?:meeting|call|session|appointment)s?\b)|(?<![\u05D0-\u05EA])ו?(?:תסכ(?:ם|מי)|סכ(?:ם|מי)|לסכם|סיכום|תקציר|תקראי?|קראי?|לקרוא|תבי(?:ן|ני)|להבין|תנתחי?|לנתח|תעברי? על|לעבור על|מה (?:החלטנו|הוחלט|סוכם|סיכמנו|עשינו|קרה))(?![\u05D0-\u05EA])/iu;

const readingVerbs = 'summarise summarize review understand analyse analyze recap'.split(' ');

/** Where a clause begins to speak of what is to be read: what follows is what it is about. `null` where nothing is read. */
export function readsFrom(clause: string): number | null {
  const found = reading.exec(clause);
  if (found !== null) return found.index;
  const { said, at } = leading(clause);
  return said.length >= 6 && closest(said, readingVerbs) !== undefined ? at : null;
}

/** Where words of a text say that something is read: they are not what it is about. */
export function readingIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found = [...text.matchAll(new RegExp(reading, 'giu'))];
  if (found.length > 0) return found.map(({ index, 0: said }) => ({ start: index, end: index + said.length }));
  const { said, at } = leading(text);
  return readsFrom(text) === at ? [{ start: at, end: at + said.length }] : [];
}

/** Verbs that hand something on or look for it: what they name is there already, and is not to be made. */
const passing =
  /^(?:send|forward|mail|email|share|show|give|find|open|list|check|ask|call|invite|meet|attach|print|copy|תשלחי?|תראי?|תמצאי?|תפתחי?)$/iu;

/** Whether a clause hands something on, by its verb: `send the brief to Ada` makes nothing of the brief. */
export function handsOn(clause: string): boolean {
  return passing.test(leading(clause).said);
}

/** What changes something that is there, or does what no words of a plan can. */
const undoable =
  /^(?:translat(?:e|ing)|re-?schedul(?:e|ing)|mov(?:e|ing)|postpon(?:e|ing)|delay|shift|swap|rename|merge|undo|print|ת?תרג(?:ם|מי)|לתרגם|תזיזי?|להזיז|תדחי|תדחה|לדחות|תעבירי?|להעביר|תקדימי?|להקדים)$/iu;

/** What stands before `the` and `my` and is no verb, or one that says nothing of its own. */
const usual = new Set(
  `about above after against along among around as at because before behind below beside between beyond but by despite during
  except for from given if in inside into is are was were like near of off on once onto or out over per since so than that though
  through to toward towards under unless until up upon via what when where whether which while who whom whose why with within
  without and both not only how much many do does did has have had be been being am will would can could should may might must shall
  all half some any no most each every such regarding concerning including using following considering
  make create prepare plan get give show tell write draft set put schedule book arrange organise organize run start build
  develop setup work use take see need want compute calculate estimate forecast project compare find look search list think let hold invite send
  ask answer call remind inform notify update sort evaluate assess explore produce generate compose word turn keep grow open expand
  save reach retire sit find check prioritise prioritize triage verify leave enter rank explain say describe reply respond forward mail email share discuss
  coordinate introduce brief compile collect gather figure test try go learn research investigate follow cover design outline propose
  תכין תכיני להכין הכן תכתוב תכתבי לכתוב כתוב תקבע תקבעי לקבוע קבע תתאם תתאמי לתאם תיצור צור ליצור תעשה תעשי תבנה לבנות תשלח תשלחי לשלוח שלח
  תבדוק תבדקי לבדוק בדוק תמצא תמצאי למצוא תראה הראה תחשב לחשב חשב תעריך להעריך תתכנן לתכנן תכנן תזמן לתזמן תעדכן לעדכן תודיע תזכיר תשיק
  להשיק תנסח נסח לנסח תפרסם לפרסם תשווה תבטל לבטל הכיני הכינו כתבי שלחי קבעי תאם תאמי צרי בני בדקי מצאי הראי הציגי הצג תציג חשבי ארגן ארגני תכנני זמן זמני עדכן עדכני נסחי תזמין להזמין תארגן לארגן תגיד תספר מה מי איך גם אם כי של על עם או לא האם`.split(
    /\s+/,
  ),
);

const object = /^\s+(?:the|an?|my|our|this|that|these|those|all|every|his|her|its|their|your|me|us)\b|^\s+את\s/iu;

/** Shorter words are near too many others. */
const leastMisspelled = 5;

/**
 * The verb that a clause begins with, where nobody here knows it: `translate the brief`, «תתרגם את הבריף». What it names is then
 * no reason to do something else with it. Verbs of one letter more or less than a known one are slips.
 */
export function unknownVerb(clause: string, isKnown: (verb: string) => boolean): string | null {
  const { said, at } = leading(clause);
  const verb = said.toLowerCase();
  if (verb === '' || isKnown(verb) || readsFrom(clause) === at) return null;
  if (undoable.test(verb)) return said;
  if (!object.test(clause.slice(at + said.length)) || usual.has(verb)) return null;
  return verb.length >= leastMisspelled && closest(verb, usual) !== undefined ? null : said;
}

function leading(clause: string): { readonly said: string; readonly at: number } {
  const at = courtesy.exec(clause)?.[0].length ?? 0;
  return { said: /^[\p{L}'\u2019-]+/u.exec(clause.slice(at))?.[0] ?? '', at };
}
