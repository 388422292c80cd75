import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { Amount } from './amounts.ts';

/** Facts about somebody's money and plans that functions of finance take, in whole units of the currency. */
export const moneyFacts = [
  'age',
  'retireAt',
  'retireIn',
  'locations',
  'moreLocations',
  'reserveTarget',
  'yearlySaving',
  'yearlyNeed',
  'capital',
  'loanPrincipal',
  'loanRate',
  'loanMonths',
  'cash',
  'openingCost',
  'lastsUntil',
  'reserve',
  'currentLocations',
] as const;

/** The name of such a fact. */
export type MoneyFact = (typeof moneyFacts)[number];

interface FactRule {
  readonly fact: MoneyFact;
  readonly kind: Amount['kind'];
  /** What must stand around the number, in either language. */
  readonly before?: RegExp;
  readonly after?: RegExp;
  readonly range?: readonly [number, number];
}

/** First one that fits wins, so the narrow ones stand first. */
const rules: readonly FactRule[] = [
  { fact: 'age', kind: 'plain', after: /^\s*[-\s]?(?:years? old|y\/o|year-old)/, range: [16, 100] },
  { fact: 'age', kind: 'plain', before: /(?:\bi am|\bi'm|\baged?|(?:^|\s)(?:אני )?(?:בן|בת))\s*$/, range: [16, 100] },
  {
    fact: 'retireIn',
    kind: 'plain',
    before: /(?:retire|retirement|לפרוש|פרישה)\s+(?:in|within|בעוד|תוך)\s*$/,
    range: [1, 60],
  },
  {
    fact: 'retireAt',
    kind: 'plain',
    before: /(?:retir\w*|pension)\D{0,20}(?:at|by|age|at age)\s*(?:of\s*)?$/,
    range: [35, 90],
  },
  { fact: 'retireAt', kind: 'plain', before: /(?:פרישה|לפרוש|אפרוש|פנסיה)\D{0,16}(?:ב?גיל|ב-?)\s*$/, range: [35, 90] },
  {
    fact: 'moreLocations',
    kind: 'plain',
    after:
      /^\s*(?:more|additional|other|further)\s+(?:locations?|shops?|stores?|branch(?:es)?|baker(?:y|ies)|caf[eé]s?|outlets?|sites?)/,
    range: [1, 100],
  },
  {
    fact: 'moreLocations',
    kind: 'plain',
    before: /עוד\s*$/,
    after: /^\s*(?:סניפים|חנויות|מאפיות|מקומות)/,
    range: [1, 100],
  },
  {
    fact: 'locations',
    kind: 'plain',
    after:
      /^\s*(?:more\s+)?(?:locations?|shops?|stores?|branch(?:es)?|baker(?:y|ies)|caf[eé]s?|outlets?|sites?|סניפים|חנויות|מאפיות|מקומות)/,
    range: [1, 100],
  },
  { fact: 'loanRate', kind: 'percent', before: /./ },
  { fact: 'loanPrincipal', kind: 'money', after: /^\s*(?:\S+\s+){0,2}(?:loan|mortgage|credit|הלוואה|משכנתא)/ },
  { fact: 'loanPrincipal', kind: 'money', before: /(?:loan|mortgage|borrow\w*|הלוואה|משכנתא)\D{0,16}$/ },
  {
    fact: 'loanPrincipal',
    kind: 'plain',
    before: /(?:loan|mortgage|borrow\w*|הלוואה|משכנתא)\s*(?:of|בסך|של|over|for)?\s*$/,
    range: [1_000, 1_000_000_000],
  },
  { fact: 'loanMonths', kind: 'plain', after: /^\s*(?:months?|חודשים)/, range: [1, 600] },
  {
    fact: 'reserveTarget',
    kind: 'money',
    after: /^\s*(?:\S+\s+){0,2}(?:emergency|reserve|rainy|cushion|safety|buffer|רזרבה|קרן חירום|לחירום)/,
  },
  {
    fact: 'reserveTarget',
    kind: 'money',
    before: /(?:emergency fund|reserve|cushion|buffer|רזרבה|קרן חירום|חירום)\D{0,16}$/,
  },
  {
    fact: 'yearlySaving',
    kind: 'money',
    before: /(?:sav\w+|put\w* (?:aside|away)|set\w* aside|חוסכ\w*|חוסך|לחסוך)\D{0,16}$/,
    after: /^\s*(?:a|per|every|each|ב|ל|כל)?\s*-?(?:year|month|שנה|חודש)/,
  },
  {
    fact: 'yearlyNeed',
    kind: 'money',
    before: /(?:need|live on|living on|spend\w*|צריכ\w*|לחיות מ\S*|מוציא\w*)\D{0,16}$/,
    after: /^\s*(?:a|per|every|each|ב|ל|כל)?\s*-?(?:year|month|שנה|חודש)/,
  },
  {
    fact: 'yearlySaving',
    kind: 'money',
    after: /^\s*(?:saved|put aside|set aside|in savings)\s*(?:a|per|every|each)\s+(?:year|month)/,
  },
  { fact: 'capital', kind: 'money', after: /^\s*(?:\S+\s+){0,2}(?:saved|savings|invested|capital|חסכונות|חסכתי|הון)/ },
  { fact: 'capital', kind: 'money', before: /(?:saved|savings|capital|חסכונות|חסכתי|הון)\D{0,16}$/ },
];

const oneMore =
  /\b(?:another|one more|a second|a new|an additional)\s+(?:location|shop|store|branch|bakery|caf[eé]|outlet)\b|עוד (?:סניף|חנות|מאפייה)|סניף (?:נוסף|שני|חדש)/i;

/** What a text says about money and plans; the first mention counts. */
export function moneyFactsIn(text: string, amounts: readonly Amount[]): Partial<Record<MoneyFact, number>> {
  const facts: Partial<Record<MoneyFact, number>> = oneMore.test(text) ? { moreLocations: 1 } : {};
  for (const amount of amounts) {
    const rule = rules.find((one) => facts[one.fact] === undefined && fits(one, amount));
    if (rule === undefined) continue;
    const perMonth =
      rule.fact.startsWith('yearly') &&
      /^\s*(?:(?:saved|put aside|set aside|in savings)\s*)?(?:a|per|every|each|ב|ל|כל)?\s*-?(?:month|חודש)/.test(
        amount.after,
      );
    const value = amount.kind === 'percent' ? amount.value / 100 : amount.value;
    facts[rule.fact] = perMonth ? value * 12 : value;
  }
  return facts;
}

function fits({ kind, before, after, range }: FactRule, amount: Amount): boolean {
  if (amount.kind !== kind) return false;
  if (before !== undefined && !before.test(amount.before)) return false;
  if (after !== undefined && !after.test(amount.after)) return false;
  return range === undefined || (amount.value >= range[0] && amount.value <= range[1]);
}

/** Other names of the same facts, as people write them in a context: small letters only. */
const synonyms: Readonly<Record<string, MoneyFact>> = {
  currentage: 'age',
  ownerage: 'age',
  retirementage: 'retireAt',
  targetretirementage: 'retireAt',
  retireatage: 'retireAt',
  targetlocations: 'locations',
  locationgoal: 'locations',
  emergencyfund: 'reserveTarget',
  emergencyfundgoal: 'reserveTarget',
  emergencyfundtarget: 'reserveTarget',
  targetreserve: 'reserveTarget',
  annualsavings: 'yearlySaving',
  yearlysavings: 'yearlySaving',
  annualneed: 'yearlyNeed',
  yearlyspending: 'yearlyNeed',
  annualspending: 'yearlyNeed',
  savings: 'capital',
  currentsavings: 'capital',
  investments: 'capital',
  lifeexpectancy: 'lastsUntil',
};

/** What a context says in so many words: `{ currentAge: 38, emergencyFund: '$50k' }`. */
export function moneyFactsOf(
  context: JsonObject,
  read: (text: string) => number | null,
): Partial<Record<MoneyFact, number>> {
  const facts: Partial<Record<MoneyFact, number>> = {};
  for (const [name, value] of members(context)) {
    const plain = name.toLowerCase().replace(/[^a-z]/g, '');
    const fact = synonyms[plain] ?? moneyFacts.find((one) => one.toLowerCase() === plain);
    const amount = typeof value === 'number' ? value : typeof value === 'string' ? read(value) : null;
    if (fact !== undefined && amount !== null) facts[fact] ??= amount;
  }
  return facts;
}

function members(value: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(value).flatMap(([name, member]) =>
    isJsonObject(member) ? members(member) : [[name, member] as const],
  );
}
