import { termsIn } from '../../tool/text/words.ts';
import { clausesOf } from '../goal/clauses.ts';
import { unknownVerb } from '../goal/deeds.ts';
import { contextText, readGoal, type Goal } from '../goal/goal.ts';
import type { Abstention, PlanDraft, PlannableFunction, Planner, PlanRequest, Proposal } from '../plan.ts';
import { askedOf, asks, negated, told, type AskedClause, type AskedGoal, type Kinds } from './asked.ts';
import { campaign } from './campaign.ts';
import { finance } from './finance.ts';
import { meeting } from './meeting.ts';
import { message } from './message.ts';
import { PlanSite, type Part } from './plan-site.ts';
import { singles } from './singles.ts';
import { study, writeStudy } from './study.ts';

/** In the order their tasks are added: what comes first may be used by what follows. */
const parts: readonly Part[] = [study, finance, campaign, meeting, message, ...singles];

/** Parts that are about a topic and for somebody. */
const directed: readonly Part[] = [meeting, message];

const kinds: Kinds = {
  parts,
  directed,
  study,
  acting: [campaign, meeting, message, ...singles.filter(({ name }) => name === 'cancel')],
};

/** What work known by a name consists of. */
const types: Readonly<Record<string, readonly string[]>> = {
  'financial-planning': ['finance'],
  'marketing-campaign': ['campaign'],
  'product-launch': ['campaign'],
  meeting: ['meeting'],
  research: ['study'],
};

/**
 * Plans without a model: recognises the kinds of work in a goal by their words, English or Hebrew, takes names, dates and
 * amounts from it, and composes the tasks of each kind, so that a goal may ask for several at once and in other words
 * than anybody foresaw. What it does not recognise it does not guess at: it says so, and what it would have to know.
 */
export const templatePlanner: Planner = {
  name: 'templates',
  guesses: true,
  propose: async (request, functions) => propose(request, functions),
};

function propose(request: PlanRequest, functions: readonly PlannableFunction[]): Proposal {
  const goal = askedOf(readGoal(request), kinds);
  const wanted = withoutLeftOut(wantedParts(goal), goal);
  if (wanted.length === 0) return unrecognised(goal);
  const verb = verbNotUnderstood(goal, wanted);
  if (verb !== null) return notUnderstood(goal, verb);
  const named = new Set([...wanted.map(({ name }) => name), ...(request.type === undefined ? [] : [request.type])]);
  const site = new PlanSite(goal, named, functions);
  for (const part of wanted) part.build(site);
  askAboutNegated(site, wanted);
  if (site.has('analysis') && !['agenda', 'message', 'report'].some((name) => site.has(name))) writeStudy(site);
  if (site.missing.length > 0)
    return { kind: 'abstained', why: askText(goal), questions: site.missing, isUnderstood: true };
  if (site.isEmpty) return unrecognised(goal);
  return { kind: 'draft', draft: draftOf(site, goal, wanted) };
}

/** The answers to whether something that is asked for and ruled out is to be done. */
const leaveOut = { en: 'leave it out', he: 'לוותר על זה' } as const;
const doIt = { en: 'do it', he: 'לעשות את זה' } as const;

/** What a goal rules out although it asks for it: `meet with Ada, but do not set up a meeting on Friday`. */
function ruledOut({ text }: Goal, part: Part): string | null {
  if (!directed.includes(part)) return null;
  const said = clausesOf(text).flatMap(({ text: clause }) => negated.exec(clause)?.[0] ?? []);
  return said.find((rest) => part.cues.in(termsIn(rest))) ?? null;
}

function askAboutNegated(site: PlanSite, wanted: readonly Part[]): void {
  if (contextText(site.goal, 'contradiction') !== null) return;
  for (const part of wanted) {
    const said = ruledOut(site.goal, part);
    if (said === null) continue;
    const both = {
      en: `It asks for it and also says "${said}". Which holds?`,
      he: `זה מתבקש, וגם נאמר "${said}". מה נכון?`,
    };
    site.miss('contradiction', both, [site.say(doIt), site.say(leaveOut)]);
  }
}

/** Somebody decided that what is ruled out is not to be done. */
function withoutLeftOut(parts: readonly Part[], goal: Goal): readonly Part[] {
  const answer = contextText(goal, 'contradiction');
  if (answer !== leaveOut.en && answer !== leaveOut.he) return parts;
  return parts.filter((part) => ruledOut(goal, part) === null);
}

/** A verb that no wanted kind of work explains; none where somebody said what kind of work it is. */
function verbNotUnderstood(goal: AskedGoal, wanted: readonly Part[]): string | null {
  if (typeNamed(goal) !== null) return null;
  const isKnown = (verb: string): boolean =>
    termsIn(verb).some((term) => wanted.some(({ cues }) => cues.terms.has(term)) || study.cues.in([term]));
  // A clause may stand within one that it was joined to.
  const clauses = clausesOf(goal.text).map(({ text }) => text.replace(negated, ''));
  return clauses.map((clause) => unknownVerb(clause, isKnown)).find((verb) => verb !== null) ?? null;
}

function typeNamed(goal: Goal): string | null {
  return goal.request.type ?? contextText(goal, 'type');
}

function wantedParts(goal: AskedGoal): readonly Part[] {
  const { clauses } = goal;
  const byType = types[typeNamed(goal) ?? ''] ?? [];
  const said = parts.filter(
    (part) =>
      byType.includes(part.name) ||
      clauses.some((clause) => asks(part, clause, kinds)) ||
      (part === message && told.test(goal.text)),
  );
  return said.filter((part) => part.name !== 'study' || isStudied(said, clauses, part));
}

/** Words like `find` ask for documents only where no other work of the same clause explains them. */
function isStudied(said: readonly Part[], clauses: AskedGoal['clauses'], part: Part): boolean {
  const others = said.filter((other) => other !== part);
  return (
    clauses.some((clause) => asks(part, clause, kinds) && !others.some((other) => explains(other, clause))) ||
    others.length === 0
  );
}

/**
 * What is made of what was read does not explain the reading: `write a mail that summarises the strategy`. Only a brief is read
 * for its campaign.
 */
function explains(other: Part, clause: AskedClause): boolean {
  if (other === campaign && campaign.cues.in(clause.terms)) return true;
  return asks(other, clause, kinds) && !(clause.isRead && kinds.acting.includes(other));
}

/** What the kinds of work are called in Hebrew. */
const inHebrew: Readonly<Record<string, string>> = {
  study: 'קריאה',
  finance: 'כספים',
  campaign: 'קמפיין',
  meeting: 'פגישה',
  message: 'הודעה',
  cancel: 'ביטול פגישה',
  loan: 'הלוואה',
  status: 'סטטוס',
  feedback: 'משוב',
  incidents: 'תקלות',
  free: 'זמן פנוי',
};

function draftOf(site: PlanSite, goal: AskedGoal, wanted: readonly Part[]): PlanDraft {
  const coverage =
    goal.clauses.filter((clause) => wanted.some((part) => asks(part, clause, kinds))).length / goal.clauses.length;
  const names = wanted.map(({ name }) => (goal.language === 'he' ? (inHebrew[name] ?? name) : name)).join(', ');
  return site.draft({
    title: titleOf(goal),
    origin: {
      planner: 'templates',
      // What is left open may turn out to be something else.
      confidence: Math.round((0.6 + 0.4 * coverage) * 100 * (site.isOpen ? 0.8 : 1)) / 100,
      why: site.say({ en: `its words ask for: ${names}`, he: `מילותיה מבקשות: ${names}` }),
    },
  });
}

function titleOf({ request: { goal } }: Goal): string {
  const words = goal.split(/\s+/);
  return words.length <= 10
    ? goal
    : `${words
        .slice(0, 10)
        .join(' ')
        .replace(/[,;:.]$/, '')} …`;
}

function unrecognised({ language }: Goal): Abstention {
  const why =
    language === 'he'
      ? 'לא זיהיתי במטרה עבודה שאני יודע לעשות בלי מודל'
      : 'I recognise no work in it that I can do without a model';
  const text =
    language === 'he'
      ? 'באיזה סוג עבודה מדובר? אפשר גם לומר במילים אחרות: מסמכים, פגישה, הודעה, כספים, קמפיין.'
      : 'What kind of work is it? Or say it in other words: documents, a meeting, a message, finances, a campaign, incidents, feedback, a status.';
  return { kind: 'abstained', why, questions: [{ name: 'type', text, choices: Object.keys(types) }] };
}

/** Its nouns may be known; what is to be done with them is not. */
function notUnderstood({ language }: Goal, verb: string): Abstention {
  const why =
    language === 'he'
      ? `«${verb}» הוא דבר שאיני יודע לעשות בלי מודל`
      : `"${verb}" is nothing that I can do without a model`;
  const text =
    language === 'he'
      ? `מה לעשות במקום «${verb}»? אפשר לבחור סוג עבודה, או לומר במילים אחרות.`
      : `What is to be done, if not "${verb}"? Choose a kind of work, or say it in other words.`;
  return { kind: 'abstained', why, questions: [{ name: 'type', text, choices: Object.keys(types) }] };
}

function askText({ language }: Goal): string {
  return language === 'he' ? 'חסר לי מידע שאי אפשר לנחש' : 'something is missing that cannot be guessed';
}
