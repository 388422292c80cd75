import { joinClauses, type Clause } from '../goal/clauses.ts';
import { handsOn, readsFrom } from '../goal/deeds.ts';
import type { Goal } from '../goal/goal.ts';
import { termsIn } from '../../tool/text/words.ts';
import type { Part } from './plan-site.ts';

/** A clause by what its words ask for. */
export interface AskedClause extends Clause {
  /** The terms that may ask for something to be made or done; what is only to be read asks for none of it. */
  readonly acting: readonly string[];
  readonly isRead: boolean;
}

/** A goal whose clauses are read for what they ask. */
export interface AskedGoal extends Goal {
  readonly clauses: readonly AskedClause[];
}

/** What a clause is looked at with. */
export interface Kinds {
  readonly parts: readonly Part[];
  /** Those about a topic and for somebody. */
  readonly directed: readonly Part[];
  /** Those that make or change something: verbs decide whether they are meant. */
  readonly acting: readonly Part[];
  readonly study: Part;
}

/** What a meeting or a message is about is a topic, not work of its own: `write to Priya about the loan`. */
const topics = /\b(?:about|regarding|concerning|discuss|discussing)\b.*|(?:לגבי|בנושא|בעניין|אודות|על|לדון)\s.*/su;

/** Somebody is to be told something: the name behind the word makes it a message, `tell me` is none. */
export const told =
  /\b(?:[Tt]ell|[Rr]emind)\s+\p{Lu}\p{L}+|(?<![\u05D0-\u05EA])(?:תגידי?|תספרי?|ספרי?|תזכירי?|ת?כתו?בי?|לכתוב)\s+(?:מייל\s+|הודעה\s+|מכתב\s+)?ל(?!(?:י|נו|ך|כם|מה|עצמי|עצמך)(?![\u05D0-\u05EA]))[\u05D0-\u05EA]/u;

/** What is not to be done asks for nothing. */
export const negated =
  /(?:\b(?:do not|don['\u2019]t|never|without|not to)\b|(?<![\u05D0-\u05EA])(?:אל|בלי|ללא|אין צורך)(?![\u05D0-\u05EA])).*/isu;

/** Names of things that a campaign is made of: where they are handed on, nobody asks for a campaign. */
const things = /(?<!\p{L})(?:launch|briefs?|[בהל]?השקה|[בהל]?בריף)(?!\p{L})/giu;

/** Clauses with the terms that may ask for work; those that ask for none belong to the one before. */
export function askedOf(goal: Goal, { parts, directed, acting, study }: Kinds): AskedGoal {
  const hasTopic =
    told.test(goal.text) || goal.clauses.some(({ terms }) => directed.some(({ cues }) => cues.in(terms)));
  // `summarise what we know about the launch` launches nothing.
  const isAboutDocuments = (text: string): boolean => study.cues.in(termsIn(text.replace(topics, '')));
  const asked = (clause: Clause): AskedClause => {
    const wished = clause.text.replace(negated, '');
    const text = hasTopic || isAboutDocuments(wished) ? wished.replace(topics, '') : wished;
    const from = readsFrom(wished);
    const before = from === null ? text : text.slice(0, from);
    const made = handsOn(wished) ? before.replace(things, '') : before;
    return { ...clause, terms: termsIn(text), acting: termsIn(made), isRead: from !== null };
  };
  const isOwn = (clause: Clause): boolean => {
    const read = asked(clause);
    return parts.some((part) => asks(part, read, { acting, study }));
  };
  return { ...goal, clauses: joinClauses(goal.text, goal.clauses, isOwn).map((clause) => asked(clause)) };
}

/** Whether a clause asks for a kind of work. */
export function asks(part: Part, clause: AskedClause, { acting, study }: Pick<Kinds, 'acting' | 'study'>): boolean {
  if (part === study && clause.isRead) return true;
  return part.cues.in(acting.includes(part) ? clause.acting : clause.terms);
}
