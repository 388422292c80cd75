import { languageOf, type Language } from './language.ts';
import { passagesOf, type Passage } from './passages.ts';
import { keySentences } from './summarise.ts';
import { termsIn } from './words.ts';

/** A document to analyse. */
export interface AnalysedDocument {
  readonly path: string;
  readonly text: string;
  /** Milliseconds since 1970; null when it does not say. */
  readonly date: number | null;
}

/** Something a document says, word for word. */
export type Finding = { readonly text: string; readonly path: string };

/** Something that somebody is to do. */
export type ActionItem = Finding & { readonly owner: string | null; readonly due: string | null };

/** What some documents say, sorted by what it is. Nothing is made up: every text is a document's own. */
export type DocumentAnalysis = {
  readonly language: Language;
  readonly summary: readonly Finding[];
  readonly activities: readonly Finding[];
  readonly decisions: readonly Finding[];
  readonly strategy: readonly Finding[];
  readonly actions: readonly ActionItem[];
  readonly figures: readonly Finding[];
  readonly risks: readonly Finding[];
  readonly questions: readonly Finding[];
};

type Kind = Exclude<keyof DocumentAnalysis, 'language' | 'summary'>;

interface Cue {
  readonly under: RegExp;
  readonly says: RegExp;
}

/** What a kind of passage stands under or begins with, in Hebrew and English. */
const cues: Readonly<Record<Kind, Cue>> = {
  actions: {
    under: /^(?:משימות|actions?|to do|next steps)/i,
    says: /^(?:to do|todo|action|משימה|לביצוע)\s*:|^[\p{L} ]{2,24}: (?:ל[\u05D0-\u05EA]|to )|\bsends?\b.*\buntil\b/iu,
  },
  decisions: { under: /^(?:החלטות|decisions?)/i, says: /^(?:הוחלט|סוכם|decided)/i },
  risks: { under: /^(?:סיכונים|risks?)/i, says: /^(?:סיכון|risk)\s*:/i },
  questions: { under: /^(?:שאלות|open|questions?)/i, says: /^open:|\?$/i },
  strategy: {
    under: /אסטרטגיה|מהלכים|יעדים|מה לא נעשה|strateg|goals|what we will not/i,
    says: /האסטרטגיה|אסטרטגיה שלנו|היעד |להתמקד|strategy|we focus|our aim/i,
  },
  activities: {
    under: /^(?:מה עשינו|מה מצאנו|what we did|done|progress)/i,
    says: /^(?:השלמנו|סיימנו|התחלנו|סגרנו|סיכמנו|אספנו|סיפקנו|ביקרנו|הכנסתי|completed|finished|we (?:signed|finished|delivered|opened))/i,
  },
  figures: {
    under: /^(?:דצמבר במספרים|figures|numbers)/i,
    says: /\d[\d,.]*\s*(?:%|ש"ח|טון|שקים|USD|per cent|tonnes?|₪)|[$€₪]\s?\d/i,
  },
};

/** Kinds of a passage under a heading or with a cue come first; figures stand in other kinds too. */
const exclusive: readonly Kind[] = ['risks', 'decisions', 'questions', 'strategy', 'actions', 'activities'];

const mostOfKind = 8;
const sentencesOfSummary = 5;
const tooSimilar = 0.6;

interface Found extends Passage {
  readonly path: string;
  readonly date: number | null;
  readonly order: number;
}

/**
 * Sorts what documents say: what was done, decided, planned, is to be done, how much, what may go wrong, what is open.
 * By headings and by the words such passages begin with; newer documents first, and those that answer the question.
 *
 * @example
 * ```ts
 * import { analyseDocuments } from '@batonhq/agents/workspace';
 *
 * const text = '## Decisions\n\n- Decided: the launch is on Tuesday.\n';
 * console.log(analyseDocuments([{ path: 'a.md', text, date: null }], '').decisions[0]?.text);
 * ```
 */
export function analyseDocuments(documents: readonly AnalysedDocument[], question: string): DocumentAnalysis {
  const all = documents.flatMap(({ path, text, date }) =>
    passagesOf(text).map((passage, order): Found => ({ ...passage, path, date, order })),
  );
  const wanted = new Set(termsIn(question));
  const of = (kind: Kind): readonly Found[] =>
    best(
      all.filter((passage) => isOf(kind, passage)),
      // What is planned is what was written last; of everything else the answer to the question comes first.
      kind === 'strategy' ? new Set() : wanted,
    );
  const plain = (kind: Kind): readonly Finding[] => of(kind).map(({ text, path }) => ({ text, path }));
  return {
    language: languageOf(documents.map(({ text }) => text).join('\n')),
    summary: summaryOf(documents),
    activities: plain('activities'),
    decisions: plain('decisions'),
    strategy: plain('strategy'),
    actions: of('actions').map(actionOf),
    figures: plain('figures'),
    risks: plain('risks'),
    questions: plain('questions'),
  };
}

function isOf(kind: Kind, passage: Found): boolean {
  if (kind === 'figures') return cues.figures.says.test(passage.text) && !passage.isOpen;
  if (passage.isOpen) return kind === 'actions';
  const byHeading = exclusive.find((one) => cues[one].under.test(passage.heading));
  return (byHeading ?? exclusive.find((one) => cues[one].says.test(passage.text))) === kind;
}

/** Most wanted words first, then the newest, in the order they stand; the like of one that was taken is left out. */
function best(found: readonly Found[], wanted: ReadonlySet<string>): readonly Found[] {
  const worth = ({ text, heading }: Found): number =>
    new Set(termsIn(`${heading} ${text}`).filter((term) => wanted.has(term))).size;
  const ordered = found.toSorted(
    (left, right) => worth(right) - worth(left) || (right.date ?? 0) - (left.date ?? 0) || left.order - right.order,
  );
  const taken: { readonly passage: Found; readonly terms: ReadonlySet<string> }[] = [];
  for (const passage of ordered) {
    const terms = new Set(termsIn(passage.text));
    if (taken.length < mostOfKind && !taken.some((other) => overlap(terms, other.terms) > tooSimilar))
      taken.push({ passage, terms });
  }
  return taken.map(({ passage }) => passage);
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((term) => other.has(term)).length;
  return shared / Math.max(1, Math.min(one.size, other.size));
}

const actionPattern = /^(?<owner>[\p{L} ]{2,24}): |^(?<name>\p{Lu}\p{Ll}+) (?=\p{Ll}+s\b)/u;
const duePattern = /(?:עד|until|by)\s+(?<due>\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})/u;

/** What says that something is to be done is nobody who does it. */
const actionLabel = /^(?:to do|todo|action|משימה|לביצוע)\s*:\s*/i;

function actionOf({ text, path }: Found): ActionItem {
  const { owner, name } = actionPattern.exec(text.replace(actionLabel, ''))?.groups ?? {};
  return { text, path, owner: owner ?? name ?? null, due: isoDue(duePattern.exec(text)?.groups?.['due']) };
}

function isoDue(written: string | undefined): string | null {
  if (written === undefined || /^\d{4}-/.test(written)) return written ?? null;
  const [day = '', month = '', year = ''] = written.split(/[./]/);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function summaryOf(documents: readonly AnalysedDocument[]): readonly Finding[] {
  const newestFirst = documents.toSorted((left, right) => (right.date ?? 0) - (left.date ?? 0));
  const texts = newestFirst.map(({ path, text }) => ({
    path,
    prose: passagesOf(text)
      .filter(({ isOpen }) => !isOpen)
      .map((passage) => passage.text.replace(/[.!?]*$/, '.'))
      .join('\n'),
  }));
  const sentences = keySentences(texts.map(({ prose }) => prose).join('\n'), sentencesOfSummary);
  return sentences.map(({ text }) => ({ text, path: texts.find(({ prose }) => prose.includes(text))?.path ?? '' }));
}
