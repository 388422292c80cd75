/*
 * Written by `bench/planning-weights.ts`. Each number says how much one sign counts, in the order in which the signs are
 * made; none of them is about a word, a name or a function.
 */

/** For the signs of functions where a graph is known. */
export const graphToolWeights = Float64Array.from([
  -7.689, 2.099, -1.212, 0.6589, 1.093, 1.612, -0.7958, 1.722, 0.3107, 0.5948, 0.8761, -0.4689, 4.41,
]);

/** For the signs of chains where a graph is known. */
export const graphChainWeights = Float64Array.from([
  0.5799, -0.03615, -0.1693, 1.165, 0.08913, -1.162, -1.03, 1.208, -0.06661, -0.5044, 1.319, 3.716, -0.3028, -0.873,
  -0.3556, -1.457, -0.3077, -0.4279, -0.3688, -1.097, 0.3713,
]);

/** For the signs of what a statement may ask for. */
export const statementWeights = Float64Array.from([
  -2.396, -0.798, -0.4711, 1.283, 0.4895, 0.2451, 1.285, -0.08991, -0.3191, 1.583, -0.00306, -0.4629, 0.1532, 1.089,
  0.7475, -0.1888, 1.107, 0.6014, 1.736, 1.812, -1.575, -1.388, -0.2243, -0.1757, 0.687, 0.09769, -0.8516, 0.4418,
  -0.1934, 1.299, -0.8782, -0.2578, 0.2456, 0.6089, -0.5703, -0.2581, -1, 0.05458, 0.7039, 1.028, 1.849, -0.6085,
  -0.8078,
]);
