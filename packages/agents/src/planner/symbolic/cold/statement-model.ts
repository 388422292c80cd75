import type { Chosen } from '../choose.ts';
import type { PlanExample, ToolCard } from '../example.ts';
import { fitLogistic } from '../regression/logistic.ts';
import { dot } from '../regression/solve.ts';
import { statementsOf } from '../text/statements.ts';
import { CardIndex } from './card-index.ts';
import { statementCandidates } from './statement-features.ts';
import type { StatementCandidate } from './statement-features.ts';
import { statementWeights } from './learned-weights.ts';

/** How much each sign of a candidate counts; above 0 a function is taken. */
export type StatementWeights = Float64Array;

const ridge = 1;
/** Borders that are tried: the logarithm of the odds from which on a function is taken. */
const borders = Array.from({ length: 31 }, (_, index) => (index - 15) / 10);

/** A planner for catalogs without history and graph: each part of a request asks for one function, or for none. */
export class StatementModel {
  readonly #index: CardIndex;
  readonly #weights: StatementWeights;

  constructor(tools: readonly ToolCard[], weights: StatementWeights = statementWeights) {
    this.#index = new CardIndex(tools);
    this.#weights = weights;
  }

  plan(request: string): Chosen {
    return decide(this.candidates(request), this.#weights);
  }

  candidates(request: string): readonly StatementCandidate[] {
    return statementCandidates(
      statementsOf(request).map((statement) => this.#index.match(statement)),
      this.#index,
    );
  }
}

/** Each statement gives at most one function and each function comes once; the surest are taken first, at least one. */
function decide(candidates: readonly StatementCandidate[], weights: StatementWeights): Chosen {
  const scored = candidates.map((one) => ({ ...one, odds: dot(one.features, weights, weights.length) }));
  const taken: (typeof scored)[number][] = [];
  for (const one of scored.toSorted((left, right) => right.odds - left.odds)) {
    if (taken.length > 0 && one.odds < 0) break;
    if (taken.every(({ tool, statement }) => tool !== one.tool && statement !== one.statement)) taken.push(one);
  }
  const inOrder = taken.toSorted((left, right) => left.statement - right.statement);
  const weakest = Math.min(...taken.map(({ odds }) => odds));
  return { chain: inOrder.map(({ tool }) => tool), confidence: 1 / (1 + Math.exp(-weakest)), alternatives: [] };
}

/**
 * The weights that serve examples best, and the border that gives the best F1 of calls: how those of this package were
 * found. No word or name of the examples is kept.
 */
export function fitStatementWeights(tools: readonly ToolCard[], examples: readonly PlanExample[]): StatementWeights {
  const model = new StatementModel(tools);
  const places = new Map(tools.map(({ id }, place) => [id, place]));
  const read = examples.map((example) => ({
    candidates: model.candidates(example.request),
    own: example.tools.flatMap((id) => places.get(id) ?? []),
  }));
  const cases = read.flatMap(({ candidates, own }) =>
    candidates.map(({ tool, features }) => ({ features, isTrue: own.includes(tool) })),
  );
  const weights = fitLogistic(cases, ridge);
  const shifted = borders.map((border) => weights.map((weight, index) => (index === 0 ? weight - border : weight)));
  const worth = shifted.map((one) =>
    callF1(read.map(({ candidates, own }) => ({ found: decide(candidates, one).chain, own }))),
  );
  return shifted[worth.indexOf(Math.max(...worth))] ?? weights;
}

function callF1(plans: readonly { readonly found: readonly number[]; readonly own: readonly number[] }[]): number {
  const hits = plans.reduce((sum, { found, own }) => sum + found.filter((tool) => own.includes(tool)).length, 0);
  const calls = plans.reduce((sum, { found, own }) => sum + found.length + own.length, 0);
  return (2 * hits) / Math.max(1, calls);
}
