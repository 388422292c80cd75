import { termsIn } from '../text/words.ts';

/** One voice of a customer; stars from 1 to 5, null when there are none. */
export interface Voice {
  readonly date: string;
  readonly customer: string;
  readonly stars: number | null;
  readonly text: string;
}

/** What voices speak of, and how. */
export type FeedbackTheme = {
  readonly theme: string;
  readonly count: number;
  /** From -1 (all complain) to 1 (all praise). */
  readonly mood: number;
  readonly examples: readonly string[];
};

/** What customers say. */
export type FeedbackAnalysis = {
  readonly count: number;
  readonly meanStars: number | null;
  readonly unhappy: number;
  readonly themes: readonly FeedbackTheme[];
  /** Voices to answer first: the angriest, the newest, those who complain again. */
  readonly answerFirst: readonly (Voice & { readonly why: string })[];
};

const themes: Readonly<Record<string, readonly string[]>> = {
  waiting: ['line', 'wait', 'waited', 'queue', 'late', 'slow', 'minutes', 'till'],
  staff: ['staff', 'friendly', 'people', 'rude', 'helpful'],
  quality: ['bread', 'stale', 'fresh', 'delicious', 'cold', 'hot', 'taste', 'perfect', 'burnt'],
  price: ['price', 'expensive', 'cheap', 'dollars', 'paid', 'cost'],
  orders: ['order', 'ordered', 'wrong', 'missing', 'pick-up', 'delivery', 'called'],
  opening: ['closed', 'open', 'hours', 'door', 'note'],
};

const praise = [
  'best',
  'great',
  'love',
  'excellent',
  'lovely',
  'perfect',
  'wonderful',
  'delicious',
  'friendly',
  'thank',
  'quick',
  'good',
  'fresh',
  'warm',
];
const blame = [
  'wrong',
  'late',
  'stale',
  'closed',
  'disappointed',
  'nobody',
  'long',
  'expensive',
  'waited',
  'rude',
  'cold',
  'missing',
  'gone',
  'without',
];

const stems = (words: readonly string[]): ReadonlySet<string> => new Set(words.flatMap((word) => termsIn(word)));
const [praising, blaming] = [stems(praise), stems(blame)];
const speaking = Object.entries(themes).map(([theme, words]) => ({ theme, words: stems(words) }));

/** Sorts voices by what they speak of and by mood: stars where there are any, else the words of praise and blame. */
export function analyseFeedback(voices: readonly Voice[]): FeedbackAnalysis {
  const rated = voices.map((voice) => ({ voice, mood: moodOf(voice), terms: new Set(termsIn(voice.text)) }));
  const stars = voices.flatMap((voice) => voice.stars ?? []);
  const found = speaking.flatMap(({ theme, words }) => {
    const of = rated.filter(({ terms }) => [...terms].some((term) => words.has(term)));
    if (of.length === 0) return [];
    const mood = of.reduce((sum, one) => sum + one.mood, 0) / of.length;
    const examples = of.toSorted((left, right) => left.mood - right.mood).slice(0, 2);
    return [
      {
        theme,
        count: of.length,
        mood: Math.round(mood * 100) / 100,
        examples: examples.map(({ voice }) => voice.text),
      },
    ];
  });
  return {
    count: voices.length,
    meanStars:
      stars.length === 0 ? null : Math.round((stars.reduce((sum, one) => sum + one, 0) / stars.length) * 100) / 100,
    unhappy: rated.filter(({ mood }) => mood < 0).length,
    themes: found.toSorted((left, right) => left.mood * left.count - right.mood * right.count),
    answerFirst: urgent(rated),
  };
}

function moodOf({ stars, text }: Voice): number {
  if (stars !== null) return (stars - 3) / 2;
  const terms = termsIn(text);
  const count = (words: ReadonlySet<string>): number => terms.filter((term) => words.has(term)).length;
  const [good, bad] = [count(praising), count(blaming)];
  return good + bad === 0 ? 0 : (good - bad) / (good + bad);
}

function urgent(rated: readonly { readonly voice: Voice; readonly mood: number }[]): FeedbackAnalysis['answerFirst'] {
  const complaints = Map.groupBy(
    rated.filter(({ mood }) => mood <= 0),
    ({ voice }) => voice.customer,
  );
  const again = (customer: string): number => complaints.get(customer)?.length ?? 0;
  return rated
    .filter(({ mood }) => mood < 0)
    .toSorted(
      (left, right) =>
        left.mood - right.mood ||
        again(right.voice.customer) - again(left.voice.customer) ||
        right.voice.date.localeCompare(left.voice.date),
    )
    .slice(0, 5)
    .map(({ voice }) => ({
      ...voice,
      why:
        again(voice.customer) > 1
          ? `complains again: ${again(voice.customer)} times`
          : `${voice.stars ?? '?'} of 5 stars`,
    }));
}
