import { bestOf } from '../best-of.ts';
import { fitLogistic } from '../regression/logistic.ts';
import { dot } from '../regression/solve.ts';
import type { Reading } from './reading.ts';

/** Below so many plans a function is judged by its description more than by its history. */
const wellKnown = 3;
/** How many functions of each request take part in the fit: others are far from any doubt. */
const doubtful = 25;
const ridge = 0.01;

/**
 * What speaks for a function: the ridge, the vote, how often it was used, its words. All logarithms have a floor, so
 * that one silent witness cannot outweigh all others.
 */
export function toolFeatures(reading: Reading, tool: number): Float64Array {
  const { match, scores, votes, counts } = reading;
  const [score, vote, uses] = [scores.tool(tool), votes.tool(tool), counts.tool(tool)];
  const fit = (match.whole[tool] ?? 0) / match.most;
  const won = match.won[tool] ?? 0;
  const rare = Number(uses < wellKnown);
  return Float64Array.from([
    1,
    score,
    Math.log(Math.min(1, Math.max(score, 0.004))),
    vote,
    Math.log(vote + 0.02),
    Math.log(uses + 0.3),
    fit,
    won,
    match.described[tool] ?? 0,
    rare * fit,
    rare * won,
  ]);
}

/** Weights that turn {@link toolFeatures} into the logarithm of the odds that a function is part of the plan. */
export function fitToolOdds(readings: readonly Reading[], toolCount: number): Float64Array {
  const cases = readings.flatMap((reading) => {
    const features = Array.from({ length: toolCount }, (_, tool) => toolFeatures(reading, tool));
    const rough = features.map((one) => (one[1] ?? 0) + 0.3 * (one[3] ?? 0) + 0.2 * (one[6] ?? 0));
    return bestOf(rough, doubtful).map((tool) => ({
      features: features[tool] ?? new Float64Array(0),
      isTrue: reading.own?.includes(tool) ?? false,
    }));
  });
  return fitLogistic(cases, ridge);
}

/** The logarithm of the odds of every function. */
export function toolOdds(reading: Reading, weights: Float64Array, toolCount: number): Float64Array {
  return Float64Array.from({ length: toolCount }, (_, tool) =>
    dot(toolFeatures(reading, tool), weights, weights.length),
  );
}
