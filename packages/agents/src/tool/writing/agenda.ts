import type { Language } from '../text/language.ts';

/** A part of a meeting. */
export type AgendaTopic = {
  readonly title: string;
  readonly minutes: number;
  readonly points: readonly string[];
  /** What is to come of it, where somebody wrote that. */
  readonly aim?: string;
};

/** What is known for an agenda. Every list may be empty. */
export interface AgendaMaterial {
  readonly language: Language;
  readonly minutes: number;
  /** Topics that were asked for by name. */
  readonly asked: readonly string[];
  readonly done: readonly string[];
  readonly strategy: readonly string[];
  readonly decisions: readonly string[];
  readonly risks: readonly string[];
  readonly questions: readonly string[];
  readonly actions: readonly string[];
}

const titles = {
  he: {
    done: 'מה נעשה',
    strategy: 'האסטרטגיה',
    decisions: 'החלטות שכבר התקבלו',
    risks: 'סיכונים',
    questions: 'שאלות פתוחות',
    actions: 'משימות והמשך',
  },
  de: {
    done: 'Was getan wurde',
    strategy: 'Strategie',
    decisions: 'Schon entschieden',
    risks: 'Risiken',
    questions: 'Offene Fragen',
    actions: 'Nächste Schritte',
  },
  en: {
    done: 'What was done',
    strategy: 'Strategy',
    decisions: 'Decisions already taken',
    risks: 'Risks',
    questions: 'Open questions',
    actions: 'Next steps',
  },
} as const;

/** How much of a meeting each part gets, and how many of its points are shown. */
const parts = [
  { name: 'done', share: 2, most: 4 },
  { name: 'strategy', share: 4, most: 5 },
  { name: 'decisions', share: 1, most: 3 },
  { name: 'risks', share: 2, most: 3 },
  { name: 'questions', share: 2, most: 4 },
  { name: 'actions', share: 1, most: 5 },
] as const;

/** The topics of a meeting, with minutes that add up to its length (in steps of five where it is long enough). */
export function agendaTopics(material: AgendaMaterial): readonly AgendaTopic[] {
  const named = titles[material.language];
  const known = parts.flatMap(({ name, share, most }) => {
    const points = material[name].slice(0, most);
    return points.length === 0 ? [] : [{ title: named[name], share, points }];
  });
  const asked = material.asked.map((title) => ({ title, share: 3, points: [] as readonly string[] }));
  return timed([...asked, ...known], material.minutes);
}

function timed(
  topics: readonly { readonly title: string; readonly share: number; readonly points: readonly string[] }[],
  minutes: number,
): readonly AgendaTopic[] {
  const step = minutes >= topics.length * 5 ? 5 : 1;
  const shares = topics.reduce((sum, { share }) => sum + share, 0);
  const given = topics.map(({ share }) => Math.max(step, Math.floor((minutes * share) / shares / step) * step));
  const left = minutes - given.reduce((sum, part) => sum + part, 0);
  const longest = given.indexOf(Math.max(...given));
  return topics.map(({ title, points }, index) => ({
    title,
    points,
    minutes: Math.max(1, (given[index] ?? step) + (index === longest ? left : 0)),
  }));
}
