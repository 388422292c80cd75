import { termsIn } from '../../tool/text/words.ts';
import { clausesOf, joinClauses } from '../goal/clauses.ts';
import { contextText, readGoal, type Goal } from '../goal/goal.ts';
import type { Abstention, PlanDraft, PlannableFunction, Planner, PlanRequest, Proposal } from '../plan.ts';
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
  propose: async (request, functions) => propose(request, functions),
};

function propose(request: PlanRequest, functions: readonly PlannableFunction[]): Proposal {
  const goal = withOwnClauses(readGoal(request));
  const wanted = withoutLeftOut(wantedParts(goal), goal);
  if (wanted.length === 0) return unrecognised(goal);
  const named = new Set([...wanted.map(({ name }) => name), ...(request.type === undefined ? [] : [request.type])]);
  const site = new PlanSite(goal, named, functions);
  for (const part of wanted) part.build(site);
  askAboutNegated(site, wanted);
  if (site.has('analysis') && !['agenda', 'message', 'report'].some((name) => site.has(name))) writeStudy(site);
  if (site.missing.length > 0)
    return { kind: 'abstained', why: askText(goal), questions: site.missing, isUnderstood: true };
  if (site.isEmpty) return unrecognised(goal);
  return { kind: 'draft', draft: draftOf(site, wanted) };
}

/** What a meeting or a message is about is a topic, not work of its own: `write to Priya about the loan`. */
const topics = /\b(?:about|regarding|concerning|discuss|discussing)\b.*|(?:לגבי|בנושא|בעניין|אודות|על|לדון)\s.*/su;

/** Somebody is to be told something: the name behind the word makes it a message, `tell me` is none. */
const told =
  /\b(?:[Tt]ell|[Rr]emind)\s+\p{Lu}\p{L}+|(?<![\u05D0-\u05EA])(?:תגידי?|תספרי?|ספרי?|תזכירי?)\s+ל[\u05D0-\u05EA]/u;

/** What is not to be done asks for nothing. */
const negated =
  /(?:\b(?:do not|don['\u2019]t|never|without|not to)\b|(?<![\u05D0-\u05EA])(?:אל|בלי|ללא|אין צורך)(?![\u05D0-\u05EA])).*/isu;

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

/** Whether a clause asks to read about something: `summarise what we know about the launch` launches nothing. */
function isRead(text: string): boolean {
  return study.cues.in(termsIn(text.replace(topics, '')));
}

/** Clauses with the terms that may ask for work; those that ask for none belong to the one before. */
function withOwnClauses(goal: Goal): Goal {
  const hasTopic =
    told.test(goal.text) || goal.clauses.some(({ terms }) => directed.some(({ cues }) => cues.in(terms)));
  const asking = (text: string): readonly string[] => {
    const wished = text.replace(negated, '');
    return termsIn(hasTopic || isRead(wished) ? wished.replace(topics, '') : wished);
  };
  const joined = joinClauses(goal.text, goal.clauses, ({ text }) => parts.some(({ cues }) => cues.in(asking(text))));
  return { ...goal, clauses: joined.map((clause) => ({ ...clause, terms: asking(clause.text) })) };
}

function wantedParts(goal: Goal): readonly Part[] {
  const { clauses, request } = goal;
  const byType = types[request.type ?? contextText(goal, 'type') ?? ''] ?? [];
  const said = parts.filter(
    (part) =>
      byType.includes(part.name) ||
      clauses.some(({ terms }) => part.cues.in(terms)) ||
      (part === message && told.test(goal.text)),
  );
  return said.filter((part) => part.name !== 'study' || isStudied(said, clauses, part));
}

/** Words like `find` ask for documents only where no other work of the same clause explains them. */
function isStudied(said: readonly Part[], clauses: Goal['clauses'], part: Part): boolean {
  const others = said.filter((other) => other !== part);
  return (
    clauses.some(({ terms }) => part.cues.in(terms) && !others.some(({ cues }) => cues.in(terms))) ||
    others.length === 0
  );
}

function draftOf(site: PlanSite, wanted: readonly Part[]): PlanDraft {
  const { goal } = site;
  const coverage =
    goal.clauses.filter(({ terms }) => wanted.some(({ cues }) => cues.in(terms))).length / goal.clauses.length;
  const names = wanted.map(({ name }) => name).join(', ');
  return site.draft({
    title: titleOf(goal),
    origin: {
      planner: 'templates',
      confidence: Math.round((0.6 + 0.4 * coverage) * 100) / 100,
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

function askText({ language }: Goal): string {
  return language === 'he' ? 'חסר לי מידע שאי אפשר לנחש' : 'something is missing that cannot be guessed';
}
