import { bestOf } from '../best-of.ts';
import { conceptsOf } from '../match/concepts.ts';
import type { CardIndex, StatementMatch } from './card-index.ts';

/** A function that may be what a statement asks for. */
export interface StatementCandidate {
  readonly tool: number;
  /** Which statement of the request, from 0. */
  readonly statement: number;
  readonly features: Float64Array;
}

/** How many functions are looked at for each statement. */
const looked = 6;

/** The functions each statement may ask for, with what speaks for each. */
export function statementCandidates(
  matches: readonly StatementMatch[],
  index: CardIndex,
): readonly StatementCandidate[] {
  const bests = matches.map(({ total }) => bestOf(total, looked));
  const most = Math.max(...matches.map(({ total }, at) => total[bests[at]?.[0] ?? 0] ?? 0), 1e-9);
  return matches.flatMap((match, statement) => {
    const best = bests[statement] ?? [];
    return best.map((tool, rank) => {
      const place = { matches, match, statement, tool, rank, best, most };
      const features = [
        ...wordFeatures(place, index),
        ...rankFeatures(place),
        ...kindFeatures(place),
        ...fitFeatures(place, index),
      ];
      return { tool, statement, features: Float64Array.from([1, ...features]) };
    });
  });
}

interface Place {
  readonly matches: readonly StatementMatch[];
  readonly match: StatementMatch;
  readonly statement: number;
  readonly tool: number;
  readonly rank: number;
  readonly best: readonly number[];
  readonly most: number;
}

/** What the words of the card's fields say. */
function wordFeatures({ match, tool }: Place, index: CardIndex): readonly number[] {
  const { name, description, parameters, results, namePairs, descriptionPairs, parameterNames } = match.fields;
  const said = new Set(match.statement.words);
  const facts = index.facts(tool);
  const subject = index.nameShare(facts.subject, said);
  const used = [...facts.nameWords, ...facts.descriptionWords].filter((word) => said.has(word));
  const [named, described] = [name.coverage[tool] ?? 0, description.coverage[tool] ?? 0];
  return [
    ...[name, description, parameters, results, namePairs, descriptionPairs, parameterNames].map(
      ({ fit }) => (fit[tool] ?? 0) / 10,
    ),
    named,
    named ** 4,
    subject,
    Number(subject > 0.999),
    described,
    described ** 3,
    parameterNames.coverage[tool] ?? 0,
    index.words.worth(used) / (index.words.worth(said) + 1e-6),
  ];
}

/** How it stands beside the other functions, and this statement beside the others. */
function rankFeatures({ matches, match, statement, tool, rank, best, most }: Place): readonly number[] {
  const own = match.total[tool] ?? 0;
  const first = match.total[best[0] ?? 0] ?? 0;
  const second = match.total[best[1] ?? 0] ?? 0;
  const elsewhere = matches.reduce(
    (top, { total }, at) => (at === statement ? top : Math.max(top, total[tool] ?? 0)),
    0,
  );
  return [
    (own - first) / 10,
    Number(rank === 0),
    rank === 0 ? (first - second) / 10 : 0,
    first / most,
    Number(own >= elsewhere),
    (own - elsewhere) / 20,
    own / 20,
  ];
}

/** What kind of statement it is. */
function kindFeatures({ matches, match, statement, tool }: Place): readonly number[] {
  const { asks, isNext, isTalk, words } = match.statement;
  return [
    Number(asks),
    Number(isNext),
    Number(isTalk),
    isTalk ? (match.fields.name.coverage[tool] ?? 0) : 0,
    Number(statement === 0 && matches.length > 2),
    Number(isTalk && statement === 0 && matches.length > 1),
    Number(matches.length === 1),
    Number(!asks && !isNext),
    words.length / 10,
  ];
}

/** Whether the function does what is asked and takes what is given. */
function fitFeatures({ match: { statement }, tool }: Place, index: CardIndex): readonly number[] {
  const { words, hasQuote, hasNumber, hasId } = statement;
  const { verb, verbConcepts, subject, takesId, takesNumber, takesNothing, nameWords } = index.facts(tool);
  const firsts = subject.map((word) => words.indexOf(word)).filter((at) => at >= 0);
  const meant = new Set(words.flatMap(conceptsOf));
  return [
    Number(words.includes(verb)),
    Number(verbConcepts.some((concept) => meant.has(concept))),
    Math.min(words.length, ...firsts) / Math.max(1, words.length),
    Number(hasQuote),
    Number(hasNumber),
    Number(hasId),
    Number(hasId && takesId),
    Number(hasNumber && takesNumber),
    Number(takesNothing),
    Number(takesNothing && (hasQuote || hasNumber || hasId)),
    nameWords.length / 4,
  ];
}
