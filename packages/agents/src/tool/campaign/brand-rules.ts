/** What texts of a brand must keep to. */
export type BrandRules = {
  readonly forbidden: readonly { readonly word: string; readonly instead: string }[];
  readonly required: readonly string[];
  readonly limits: {
    readonly [channel: string]: { readonly characters: number; readonly hashtags: number; readonly link: boolean };
  };
  /** Words of a sentence at most, and exclamation marks of a text. */
  readonly sentenceWords: number | null;
  readonly exclamations: number | null;
  readonly capitals: boolean;
  readonly voice: readonly string[];
};

/** Something in a text that a rule does not allow. */
export type BrandProblem = { readonly rule: string; readonly found: string; readonly advice: string };

/**
 * Reads brand rules from Markdown: `Never: a, b`, `Always: c`, `Instead of "x" say "y"`, a table of channels with
 * characters, hashtags and link, and numbers in the sentences about the voice.
 */
export function readBrandRules(text: string): BrandRules {
  const all = (pattern: RegExp): readonly RegExpExecArray[] => [...text.matchAll(pattern)];
  const listed = (pattern: RegExp): readonly string[] =>
    all(pattern)
      .flatMap(([, words = '']) => words.split(/,\s*/).map((word) => word.trim().replace(/\.$/, '')))
      .filter((word) => word !== '');
  const never = listed(/^[-*]?\s*(?:never|אסור)\s*:\s*(.+)$/gim).map((word) => ({ word, instead: '' }));
  const instead = all(/instead of "([^"]+)" say "([^"]+)"/gi).map(([, word = '', better = '']) => ({
    word,
    instead: better,
  }));
  const amount = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : (spelled[found.toLowerCase()] ?? Number(found));
  };
  return {
    forbidden: [...never, ...instead],
    required: listed(/^[-*]?\s*(?:always|חובה)\s*:\s*(.+)$/gim),
    limits: limitsIn(text),
    sentenceWords: amount(/sentences of at most (\w+) words/i),
    exclamations: amount(/at most (\w+) exclamation marks?/i),
    capitals: !/no capital words/i.test(text),
    voice: listedUnder(text, /^#+\s+(?:voice|קול)/i),
  };
}

const spelled: Readonly<Record<string, number>> = { no: 0, one: 1, two: 2, three: 3 };

function limitsIn(text: string): BrandRules['limits'] {
  const rows = [...text.matchAll(/^\|\s*([\w-]+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(yes|no)\s*\|$/gim)];
  return Object.fromEntries(
    rows.map(([, channel = '', characters, hashtags, link]) => [
      channel.toLowerCase(),
      { characters: Number(characters), hashtags: Number(hashtags), link: link?.toLowerCase() === 'yes' },
    ]),
  );
}

function listedUnder(text: string, heading: RegExp): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.test(line));
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && line.startsWith('#'));
  return lines.slice(start + 1, end < 0 ? undefined : end).flatMap((line) => /^[-*]\s+(.*)$/.exec(line)?.[1] ?? []);
}

/** What a text of a channel has that the rules do not allow; nothing when it may go out. */
export function brandProblems(
  text: string,
  { channel, rules }: { readonly channel: string; readonly rules: BrandRules },
): readonly BrandProblem[] {
  return [...inWords(text, rules), ...inVoice(text, rules), ...inLength(text, { channel, rules })];
}

function inWords(text: string, { forbidden, required }: BrandRules): readonly BrandProblem[] {
  const has = (word: string): boolean =>
    new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu').test(text);
  return [
    ...forbidden
      .filter(({ word }) => has(word))
      .map(({ word, instead }) => ({
        rule: 'words',
        found: word,
        advice: instead === '' ? 'leave it out' : `say "${instead}"`,
      })),
    ...required.filter((word) => !has(word)).map((word) => ({ rule: 'always', found: '', advice: `say "${word}"` })),
  ];
}

function inVoice(text: string, { sentenceWords, exclamations, capitals }: BrandRules): readonly BrandProblem[] {
  const problems: BrandProblem[] = [];
  const prose = text.replace(/https?:\S+|#\w+/g, '');
  const shouts = prose.match(/!/g)?.length ?? 0;
  if (exclamations !== null && shouts > exclamations)
    problems.push({ rule: 'voice', found: `${shouts} exclamation marks`, advice: `at most ${exclamations}` });
  const loud = prose.match(/(?<![\p{L}])\p{Lu}{4,}(?![\p{L}])/gu)?.[0];
  if (!capitals && loud !== undefined)
    problems.push({ rule: 'voice', found: loud, advice: 'write it in small letters' });
  const long = prose
    .split(/[.!?\n]+/)
    .find((one) => sentenceWords !== null && one.trim().split(/\s+/).length > sentenceWords);
  if (long !== undefined)
    problems.push({
      rule: 'voice',
      found: long.trim().slice(0, 80),
      advice: `make it two sentences of at most ${sentenceWords ?? 0} words`,
    });
  return problems;
}

function inLength(
  text: string,
  { channel, rules }: { readonly channel: string; readonly rules: BrandRules },
): readonly BrandProblem[] {
  const limit = rules.limits[channel];
  if (limit === undefined) return [];
  const tags = text.match(/#\w+/g)?.length ?? 0;
  const hasLink = /https?:\S+/.test(text);
  return [
    ...(text.length > limit.characters
      ? [{ rule: 'length', found: `${text.length} characters`, advice: `at most ${limit.characters}` }]
      : []),
    ...(tags > limit.hashtags
      ? [{ rule: 'hashtags', found: `${tags} hashtags`, advice: `at most ${limit.hashtags}` }]
      : []),
    ...(hasLink && !limit.link ? [{ rule: 'link', found: 'a link', advice: 'put it into the profile' }] : []),
  ];
}
