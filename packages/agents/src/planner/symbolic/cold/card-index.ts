import type { ToolCard } from '../example.ts';
import { conceptsOf, otherWordsFor } from '../match/concepts.ts';
import { FieldIndex } from '../match/field-index.ts';
import type { FieldMatch } from '../match/field-index.ts';
import { planWords } from '../text/plan-words.ts';
import type { Statement } from '../text/statements.ts';
import { stopWords } from '../text/stop-words.ts';

const fields = [
  'name',
  'description',
  'parameters',
  'results',
  'namePairs',
  'descriptionPairs',
  'parameterNames',
] as const;

/** How every card answers a statement, field by field, and what that comes to. */
export interface StatementMatch {
  readonly statement: Statement;
  readonly fields: Readonly<Record<(typeof fields)[number], FieldMatch>>;
  readonly total: Float64Array;
}

/** What is looked up of a card once its words have brought it up. */
export interface CardFacts {
  readonly nameWords: readonly string[];
  /** Without the first one, which is mostly what is done. */
  readonly subject: readonly string[];
  readonly verb: string;
  readonly verbConcepts: readonly string[];
  readonly descriptionWords: readonly string[];
  readonly takesId: boolean;
  readonly takesNumber: boolean;
  readonly takesNothing: boolean;
}

/** Cards of thousands of functions, found by each of their fields. */
export class CardIndex {
  readonly #fields: Readonly<Record<(typeof fields)[number], FieldIndex>>;
  readonly #facts: readonly CardFacts[];
  /** Rarity over names and descriptions together. */
  readonly words: FieldIndex;

  constructor(cards: readonly ToolCard[]) {
    const texts = cards.map(fieldTexts);
    this.#fields = {
      name: new FieldIndex(texts.map(({ name }) => name)),
      description: new FieldIndex(texts.map(({ description }) => description)),
      parameters: new FieldIndex(texts.map(({ parameters }) => parameters)),
      results: new FieldIndex(texts.map(({ results }) => results)),
      namePairs: new FieldIndex(texts.map(({ name }) => wordPairs(name))),
      descriptionPairs: new FieldIndex(texts.map(({ description }) => wordPairs(description))),
      parameterNames: new FieldIndex(texts.map(({ parameterNames }) => parameterNames)),
    };
    this.words = new FieldIndex(texts.map(({ name, description }) => [...name, ...description]));
    this.#facts = cards.map(factsOf);
  }

  facts(tool: number): CardFacts {
    return this.#facts[tool] ?? noFacts;
  }

  /** How much of a name is said, the rare words counting more. */
  nameShare(names: readonly string[], said: ReadonlySet<string>): number {
    const { name } = this.#fields;
    return name.worth(names.filter((word) => said.has(word))) / (name.worth(names) + 1e-6);
  }

  match(written: Statement): StatementMatch {
    const statement = { ...written, words: written.words.flatMap((word) => this.#known(word)) };
    const pairs = wordPairs(statement.words);
    const found = {
      name: this.#fields.name.match(statement.words),
      description: this.#fields.description.match(statement.words),
      parameters: this.#fields.parameters.match(statement.words),
      results: this.#fields.results.match(statement.words),
      namePairs: this.#fields.namePairs.match(pairs),
      descriptionPairs: this.#fields.descriptionPairs.match(pairs),
      parameterNames: this.#fields.parameterNames.match(statement.words),
    };
    return { statement, fields: found, total: Float64Array.from(found.name.fit, (_, tool) => totalOf(found, tool)) };
  }

  /** A word that no card has is looked up by what it means: that is how one language finds cards in another. */
  #known(word: string): readonly string[] {
    if (this.words.rarity(word) > 0) return [word];
    const others = otherWordsFor(word).filter((other) => this.words.rarity(other) > 0);
    return others.length === 0 ? [word] : others;
  }
}

function totalOf(found: StatementMatch['fields'], tool: number): number {
  const fit = (field: (typeof fields)[number]): number => found[field].fit[tool] ?? 0;
  const weighed = fit('name') + fit('description') + fit('parameters') / 4 + 0.15 * fit('results');
  const covered = 4 * (found.name.coverage[tool] ?? 0) + 3 * (found.description.coverage[tool] ?? 0);
  return weighed + covered + fit('namePairs') / 2 + 0.3 * fit('descriptionPairs');
}

function fieldTexts({ name, description, parameters = [], results = '' }: ToolCard) {
  const said = parameters.map((one) => `${one.name} ${one.description}`).join(' ');
  return {
    name: tellingWords(name),
    description: tellingWords(description),
    parameters: tellingWords(said),
    results: tellingWords(results),
    parameterNames: tellingWords(parameters.map((one) => one.name).join(' ')),
  };
}

function factsOf(card: ToolCard): CardFacts {
  const [verb = '', ...rest] = planWords(card.name);
  const nameWords = tellingWords(card.name);
  const subject = rest.filter((word) => !stopWords.has(word));
  const { parameters = [] } = card;
  return {
    nameWords,
    subject: subject.length === 0 ? nameWords : subject,
    verb,
    verbConcepts: conceptsOf(verb),
    descriptionWords: tellingWords(card.description),
    takesId: parameters.some(({ name }) => /id$/i.test(name)),
    takesNumber: parameters.some(({ kind }) => kind === 'number'),
    takesNothing: parameters.length === 0,
  };
}

const noFacts = factsOf({ id: '', name: '', description: '' });

function tellingWords(text: string): readonly string[] {
  return planWords(text).filter((word) => !stopWords.has(word));
}

function wordPairs(words: readonly string[]): readonly string[] {
  return words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`);
}
