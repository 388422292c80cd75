import { planWords } from '../text/plan-words.ts';

/**
 * Words that mean nearly the same where somebody asks for something to be done; one row each, English and Hebrew. They
 * let a function be found by what it does when the request says it in other words, or in the other language.
 */
const rows: readonly string[] = [
  'search find look query inquire inquiry check retrieve get lookup information info detail view know learn obtain tell see חפש מצא תמצא בדוק תבדוק הצג תראה קרא תקרא',
  'book reserve reservation booking order הזמן תזמין הזמנה',
  'buy purchase קנה תקנה רכישה',
  'cancel cancellation delete remove revoke drop בטל תבטל ביטול מחק תמחק',
  'change modify update edit adjust reschedule alter revise שנה תשנה עדכן תעדכן ערוך תערוך',
  'create add set make new generate establish setup צור תיצור הוסף תוסיף הכן תכין',
  'write record note save document כתוב תכתוב רשום שמור תשמור',
  'send notify message notification inform deliver שלח תשלח הודע הודעה',
  'email mail draft מייל דואר אימייל טיוטה',
  'sms text message הודעה',
  'remind reminder alarm alert תזכורת תזכיר',
  'transfer pay payment remit שלם תשלום העבר',
  'rent rental hire lease שכירות השכרה',
  'repair fix maintenance broken maintain service תיקון תחזוקה',
  'flight plane airplane airline air fly טיסה',
  'train railway rail רכבת',
  'car vehicle automobile רכב',
  'hotel accommodation lodging stay מלון',
  'meeting conference appointment meet פגישה פגישות ישיבה',
  'schedule agenda calendar itinerary plan timetable event יומן לוח סדר אירוע אירועים',
  'file document paper קובץ קבצים מסמך מסמכים',
  'folder directory תיקייה',
  'weather forecast temperature climate מזג תחזית',
  'stock share equity מניה מניות',
  'money currency cash dollar yuan exchange כסף מטבע',
  'account login log sign חשבון',
  'news headline report חדשות',
  'report summary דוח סיכום',
  'summary summarise summarize brief digest תקציר סכם תסכם סיכום',
  'movie film cinema סרט',
  'restaurant dining dish food meal menu eat מסעדה אוכל',
  'recommend suggest recommendation suggestion המלצה המלץ',
  'review evaluate evaluation rating opinion comment feedback assess ביקורת הערכה',
  'translate translation language תרגם תרגום',
  'photo picture image camera תמונה',
  'insurance policy coverage insure ביטוח',
  'compare comparison השווה השוואה',
  'route direction navigation map מסלול',
  'attraction sightseeing scenic tourist tour טיול',
  'music song playlist מוזיקה שיר',
  'invest investment fund wealth financial השקעה השקעות',
  'balance deposit יתרה',
  'register registration enroll sign רישום',
  'price cost fee fare expense spend spending מחיר עלות הוצאה הוצאות',
  'income revenue sale earn earning הכנסה הכנסות מכירה מכירות',
  'course class lesson קורס',
  'paper article academic journal thesis מאמר',
  'weight health fitness exercise בריאות',
  'attend participate join',
  'copy duplicate העתק',
  'rename name שם',
  'appliance device equipment מכשיר',
  'analyze analysis analyse analytic statistic trend ניתוח נתח תנתח מגמה',
  'convert conversion המרה',
  'person people contact address phone איש אנשים קשר כתובת טלפון',
  'free slot available availability open פנוי זמין פנויה',
  'retirement retire pension פרישה פנסיה',
  'loan mortgage amortisation amortization amortise instalment installment הלוואה משכנתא',
  'cash flow forecast projection תזרים מזומנים',
  'ledger transaction bookkeeping תנועות ספר הנהלת',
  'chart graph plot diagram תרשים גרף',
  'search find חיפוש',
];

const sets = rows.map((row) => new Set(planWords(row)));
const concepts = new Map<string, readonly string[]>();
for (const [number, words] of sets.entries())
  for (const word of words) concepts.set(word, [...(concepts.get(word) ?? []), `%${number}`]);

/** The meanings of a word as {@link planWords} leaves it, each a sign that no word can be. */
export function conceptsOf(word: string): readonly string[] {
  return concepts.get(word) ?? [];
}

/** True of what {@link conceptsOf} gives. */
export function isConcept(term: string): boolean {
  return term.startsWith('%');
}

/** Other words that mean nearly the same, in either language. */
export function otherWordsFor(word: string): readonly string[] {
  return sets.filter((words) => words.has(word)).flatMap((words) => [...words].filter((other) => other !== word));
}
