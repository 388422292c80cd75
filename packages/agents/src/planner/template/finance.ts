import type { Json, JsonObject } from '@batonhq/core';
import { cuesOf } from '../goal/cues.ts';
import type { MoneyFact } from '../goal/money-facts.ts';
import type { Phrases } from '../goal/language.ts';
import type { Part, PlanSite } from './plan-site.ts';

/** Planning the money of a business and of whoever owns it. The parts use each other's figures. */
export const finance: Part = {
  name: 'finance',
  cues: cuesOf(
    'retire, retirement, pension, finance, financial, business, afford, open a shop, more locations, cash flow, cashflow, forecast, emergency fund, savings, expand, expansion, growth, growing, grow, locations, budget, ledger, tax, taxes, profit, profitability, revenue, business analysis, money, net worth, invest',
    'פרישה, לפרוש, פנסיה, פיננסי, פיננסית, כספים, תזרים, תחזית, חירום, חיסכון, להתרחב, התרחבות, צמיחה, לצמוח, סניפים, תקציב, מס, מיסים, רווח, רווחיות, הכנסות, כסף',
  ),
  build(site) {
    const wanted = wantedOf(site);
    if (wanted.personal || wanted.growth) ownFacts(site);
    if (wanted.business) business(site);
    if (wanted.growth) expansion(site);
    if (wanted.reserve) reserve(site);
    if (wanted.taxes) taxes(site);
    if (wanted.retirement) retirement(site);
    risks(site);
    report(site);
  },
};

const retirementCues = cuesOf('retire', 'retirement', 'pension', 'פרישה', 'לפרוש', 'פנסיה');
const growthCues = cuesOf(
  'expand, expansion, grow, growing, growth, locations, branches, second shop, new shop, open a shop',
  'להתרחב, התרחבות, לצמוח, צמיחה, סניפים, סניף, לגדול',
);
const reserveCues = cuesOf('emergency', 'reserve', 'cushion', 'rainy day', 'חירום', 'רזרבה');
const taxCues = cuesOf('tax', 'taxes', 'מס', 'מיסים');
const businessCues = cuesOf(
  'business, bakery, shop, company, firm, restaurant, store, ledger, cash flow, cashflow, revenue, profit, sales, income',
  'עסק, מאפייה, מאפיה, חנות, חברה, מסעדה, תזרים, הכנסות, רווח',
);

interface Wanted {
  readonly business: boolean;
  readonly personal: boolean;
  readonly growth: boolean;
  readonly reserve: boolean;
  readonly taxes: boolean;
  readonly retirement: boolean;
}

function wantedOf({ goal, parts }: PlanSite): Wanted {
  const terms = goal.clauses.flatMap((clause) => clause.terms);
  const { facts } = goal;
  const isWhole = parts.has('financial-planning');
  const retirement =
    isWhole || retirementCues.in(terms) || facts.retireAt !== undefined || facts.retireIn !== undefined;
  const growth = growthCues.in(terms) || facts.locations !== undefined || facts.moreLocations !== undefined;
  const reserved = reserveCues.in(terms) || facts.reserveTarget !== undefined;
  const business = isWhole || businessCues.in(terms) || growth;
  return {
    business,
    growth,
    retirement,
    reserve: reserved,
    taxes: retirement || taxCues.in(terms),
    personal: retirement || reserved || taxCues.in(terms),
  };
}

function business(site: PlanSite): void {
  const ledger = site.file('ledger', {
    like: /(?:ledger|bookkeeping|transactions|accounts|תנועות)[^/]*\.csv$/i,
    endings: ['csv'],
    question: {
      en: 'Which file is the ledger (CSV: date, amount, category)?',
      he: 'איזה קובץ הוא ספר התנועות (CSV: תאריך, סכום, קטגוריה)?',
    },
  });
  if (ledger === null) return;
  site.add({
    name: 'business',
    function: 'business_analyse',
    with: { ledger, chart: 'results/business.svg' },
    purpose: { en: 'see what the business earns, on what, and when', he: 'לראות כמה העסק מרוויח, ממה ומתי' },
  });
  site.add({
    name: 'forecast',
    function: 'ledger_forecast',
    with: {
      path: ledger,
      months: 24,
      chart: 'results/cash-flow.svg',
      ...(site.has('facts') && { balance: '${ $context.facts.facts.cash // 0 }' }),
    },
    purpose: { en: 'forecast the cash flow of two years', he: 'תחזית תזרים לשנתיים' },
  });
}

const ownFile = /(?:owner|personal|profile|household|facts|my-money)[^/]*\.csv$/i;

function ownFacts(site: PlanSite): void {
  const files = (site.goal.request.workspace?.files ?? []).filter((path) => ownFile.test(path));
  if (files.length === 0) return;
  const path = site.file('facts', {
    like: ownFile,
    endings: ['csv'],
    question: {
      en: 'Which file has your own figures (age, capital, savings)?',
      he: 'באיזה קובץ הנתונים שלך (גיל, הון, חיסכון)?',
    },
  });
  if (path === null) return;
  site.add({
    name: 'facts',
    function: 'facts_read',
    with: { path },
    purpose: { en: 'read your own figures', he: 'לקרוא את הנתונים שלך' },
  });
}

interface Wish {
  readonly fact: MoneyFact;
  /** Its name in the file of facts, when that is another. */
  readonly inFile?: string;
  /** Taken when neither the goal nor a file says it. */
  readonly otherwise?: number;
  readonly question: Phrases;
}

/** A figure: what the goal says, else what the file of facts says, else a default that is named, else a question. */
function figure(site: PlanSite, { fact, inFile = fact, otherwise, question }: Wish): Json {
  const said = site.goal.facts[fact];
  if (said !== undefined) return said;
  if (site.has('facts')) {
    const fallback = otherwise ?? `error("${inFile} is missing in the file of facts")`;
    return `\${ $context.facts.facts.${inFile} // ${fallback} }`;
  }
  if (otherwise === undefined) site.miss(fact, question);
  else site.assume({ en: `${fact} is taken as ${otherwise}.`, he: `הונח: ${fact} הוא ${otherwise}.` });
  return otherwise ?? null;
}

/** As many as were said, or so many more than there are. */
function locationsWanted(site: PlanSite): Json {
  const { locations, moreLocations } = site.goal.facts;
  if (locations !== undefined) return locations;
  if (moreLocations === undefined) {
    site.miss('locations', { en: 'How many locations do you want in the end?', he: 'לכמה סניפים תרצה להגיע?' });
    return null;
  }
  const current = site.goal.facts.currentLocations;
  if (current === undefined && site.has('facts'))
    return `\${ ($context.facts.facts.locations // 1) + ${moreLocations} }`;
  return (current ?? 1) + moreLocations;
}

function expansion(site: PlanSite): void {
  const locations = locationsWanted(site);
  if (locations === null) return;
  if (!site.has('business')) return;
  const of = (fact: MoneyFact, question: Phrases, more: Partial<Wish> = {}): Json =>
    figure(site, { fact, question, ...more });
  site.add({
    name: 'expansion',
    function: 'business_expand',
    with: {
      monthlyIncome: '${ $context.business.monthlyIncome }',
      monthlyNet: '${ $context.business.monthlyNet }',
      locations,
      current: of(
        'currentLocations',
        { en: 'How many locations do you have today?', he: 'כמה סניפים יש היום?' },
        { inFile: 'locations', otherwise: 1 },
      ),
      cash: of('cash', { en: 'How much cash does the business have?', he: 'כמה מזומן יש לעסק?' }),
      openingCost: of('openingCost', {
        en: 'What does opening one more location cost?',
        he: 'כמה עולה לפתוח סניף נוסף?',
      }),
      reserve: of('reserve', { en: 'How large is your reserve today?', he: 'מה גודל הרזרבה היום?' }, { otherwise: 0 }),
      ...(site.has('facts') && {
        rampMonths: '${ $context.facts.facts.rampMonths // 9 }',
        loanRate: '${ $context.facts.facts.loanRate // 0.08 }',
        loanMonths: '${ $context.facts.facts.loanMonths // 84 }',
        ownShare: '${ $context.facts.facts.ownShare // 0.25 }',
      }),
    },
    purpose: growthPurpose(locations),
  });
}

function growthPurpose(locations: Json): Phrases {
  const isKnown = typeof locations === 'number';
  return {
    en: isKnown ? `see what growing to ${locations} locations takes` : 'see what growing by these locations takes',
    he: isKnown ? `לבדוק מה נדרש כדי לגדול ל-${locations} סניפים` : 'לבדוק מה נדרש כדי לגדול כך',
  };
}

function reserve(site: PlanSite): void {
  const target = figure(site, {
    fact: 'reserveTarget',
    question: { en: 'How large should the emergency fund be?', he: 'מה גודל קרן החירום הרצויה?' },
  });
  const saving = figure(site, yearlySaving);
  site.add({
    name: 'reserve',
    function: 'finance_reserve',
    with: {
      target,
      current: figure(site, {
        fact: 'reserve',
        otherwise: 0,
        question: { en: 'How large is it today?', he: 'מה גודלה היום?' },
      }),
      monthly: typeof saving === 'number' ? saving / 12 : '${ ($context.facts.facts.yearlySaving // 0) / 12 }',
    },
    purpose: { en: 'plan the emergency fund', he: 'לתכנן את קרן החירום' },
  });
}

const yearlySaving: Wish = {
  fact: 'yearlySaving',
  question: { en: 'How much do you put aside in a year?', he: 'כמה נחסך בשנה?' },
};

function taxes(site: PlanSite): void {
  if (!site.has('business')) return;
  site.add({
    name: 'taxes',
    function: 'finance_taxes',
    with: {
      income: '${ [$context.business.monthlyNet * 12, 0] | max }',
      selfEmployed: true,
      ...(site.has('facts') && {
        filing: '${ $context.facts.facts.filing // "single" }',
        stateRate: '${ $context.facts.facts.stateTaxRate // 0 }',
      }),
    },
    purpose: { en: 'estimate the taxes, naming every assumption', he: 'להעריך את המיסים, עם כל הנחה בשמה' },
  });
}

function retirement(site: PlanSite): void {
  const plan: JsonObject = {
    age: figure(site, { fact: 'age', question: { en: 'How old are you?', he: 'בן או בת כמה את/ה?' } }),
    retireAt: retireAt(site),
    lastsUntil: figure(site, {
      fact: 'lastsUntil',
      otherwise: 92,
      question: { en: 'Until which age?', he: 'עד איזה גיל?' },
    }),
    capital: figure(site, {
      fact: 'capital',
      question: { en: 'How much have you saved for it so far?', he: 'כמה נחסך לכך עד היום?' },
    }),
    yearlySaving: figure(site, yearlySaving),
    yearlyNeed: figure(site, {
      fact: 'yearlyNeed',
      question: { en: 'What will you need in a year?', he: 'כמה יידרש בשנה?' },
    }),
    shares: site.has('facts') ? '${ $context.facts.facts.shares // 0.6 }' : 0.6,
    ...(site.has('facts') && {
      otherIncome: '${ $context.facts.facts.socialSecurity // 0 }',
      otherIncomeFrom: '${ $context.facts.facts.socialSecurityFrom // 67 }',
    }),
    ...(site.goal.facts.reserveTarget !== undefined && { reserve: site.goal.facts.reserveTarget }),
    ...(site.has('taxes') && { taxRate: '${ $context.taxes.effectiveRate }' }),
  };
  site.add({
    name: 'retirement',
    function: 'finance_retirement',
    with: { ...plan, chart: 'results/retirement.svg' },
    purpose: { en: 'see in thousands of futures whether the money lasts', he: 'לבדוק באלפי עתידים אם הכסף מספיק' },
  });
  site.add({
    name: 'options',
    function: 'finance_options',
    with: { ...plan, chart: 'results/options.svg' },
    purpose: { en: 'compare what could be done differently', he: 'להשוות חלופות' },
  });
}

function retireAt(site: PlanSite): Json {
  const { retireIn } = site.goal.facts;
  const age = site.goal.facts.age;
  if (isNoAge(site)) return null;
  if (retireIn === undefined || site.goal.facts.retireAt !== undefined)
    return figure(site, { fact: 'retireAt', otherwise: 67, question: { en: 'At which age?', he: 'באיזה גיל?' } });
  if (age !== undefined) return age + retireIn;
  return site.has('facts') ? `\${ $context.facts.facts.age + ${retireIn} }` : 67;
}

/** An age nobody retires at, or one that is over, is asked about: a plan for another age is not what was asked for. */
function isNoAge(site: PlanSite): boolean {
  const { facts, text } = site.goal;
  const said = /(?:\bretir\w*|פריש\p{L}*|לפרוש|אפרוש)\D{0,16}?(?:\bat|\bage|גיל|ב-)\s*(\d{1,4})\b/iu.exec(text)?.[1];
  const wanted = facts.retireAt ?? (said === undefined ? undefined : Number(said));
  const isOver = wanted !== undefined && facts.age !== undefined && wanted <= facts.age;
  if (wanted === undefined || (facts.retireAt !== undefined && !isOver)) return false;
  const en = isOver
    ? `${wanted} is over at ${facts.age ?? 0}. At which age?`
    : `At which age, from 35 to 90? ${wanted} is none of them.`;
  const he = isOver
    ? `${wanted} כבר עבר בגיל ${facts.age ?? 0}. באיזה גיל?`
    : `באיזה גיל, מ-35 עד 90? ${wanted} אינו ביניהם.`;
  site.miss('retireAt', { en, he });
  return true;
}

function risks(site: PlanSite): void {
  const from = present(site, {
    analysis: 'business',
    expansion: 'expansion',
    retirement: 'retirement',
    taxes: 'taxes',
  });
  if (Object.keys(from).length === 0) return;
  site.add({
    name: 'risks',
    function: 'risks_list',
    with: from,
    purpose: { en: 'list the risks, worst first', he: 'למנות את הסיכונים, החמור קודם' },
  });
}

function report(site: PlanSite): void {
  const parts = ['facts', 'forecast', 'expansion', 'reserve', 'taxes', 'retirement', 'options'];
  const from = present(site, { analysis: 'business', ...Object.fromEntries(parts.map((name) => [name, name])) });
  if (Object.keys(from).length === 0) return;
  const found = site.has('risks') ? { risks: '${ $context.risks }' } : {};
  site.add({
    name: 'report',
    function: 'report_financial',
    with: {
      title: site.say({ en: 'Financial plan', he: 'תוכנית פיננסית' }),
      path: 'results/financial-plan.md',
      language: site.goal.language,
      ...from,
      ...found,
    },
    purpose: { en: 'write the report with figures and charts', he: 'לכתוב דוח עם נתונים ותרשימים' },
  });
}

/** Arguments that are whole outputs of tasks, as far as there are such tasks. */
function present(site: PlanSite, wanted: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, task]) => (site.has(task) ? [[name, `\${ $context.${task} }`]] : [])),
  );
}
