import { inverseOf } from './inverse.ts';

/** What is known of each training request: how alike they are, and which labels each has. */
export interface RidgeInput {
  /** Row by row, `size` rows. */
  readonly similarity: Float64Array;
  readonly size: number;
  /** For each request, its labels, by number. */
  readonly labels: readonly (readonly number[])[];
  readonly labelCount: number;
}

/** A fitted ridge: scores of labels for any request whose similarities to the training requests are known. */
export interface LabelRidge {
  /** What each training request adds to each label, row by row. */
  readonly dual: Float32Array;
  readonly means: Float64Array;
}

/** How much is believed to be noise; chosen by leave-one-out on training examples. */
const noise = 0.1;

/**
 * Kernel ridge regression for all labels at once (Saunders, Gammerman and Vovk 1998), and the scores every training
 * request would get from a ridge fitted without it, which cost nothing more: `y - (G·y)ᵢ / Gᵢᵢ` (Golub, Heath and
 * Wahba 1979). Labels are centred: a request like no other gets their means.
 */
export function fitLabelRidge(input: RidgeInput): { readonly ridge: LabelRidge; readonly leftOut: Float64Array } {
  const { size, labels, labelCount } = input;
  const inverse = inverseOf(withNoise(input), size);
  const means = meansOf(labels, labelCount);
  const dual = new Float64Array(size * labelCount);
  const leftOut = new Float64Array(size * labelCount);
  for (let row = 0; row < size; row += 1) {
    const scores = dual.subarray(row * labelCount, (row + 1) * labelCount);
    let total = 0;
    for (const [other, owned] of labels.entries()) {
      const weight = inverse[row * size + other] ?? 0;
      total += weight;
      for (const label of owned) scores[label] = (scores[label] ?? 0) + weight;
    }
    const own = new Set(labels[row]);
    const pivot = inverse[row * size + row] ?? 1;
    for (let label = 0; label < labelCount; label += 1) {
      const value = (scores[label] ?? 0) - total * (means[label] ?? 0);
      scores[label] = value;
      leftOut[row * labelCount + label] = Number(own.has(label)) - value / pivot;
    }
  }
  return { ridge: { dual: Float32Array.from(dual), means }, leftOut };
}

/** The scores of all labels for a request, from its similarities to the training requests. */
export function ridgeScores({ dual, means }: LabelRidge, similarities: Float64Array): Float64Array {
  const scores = Float64Array.from(means);
  const count = means.length;
  for (const [row, weight] of similarities.entries()) {
    if (weight === 0) continue;
    const start = row * count;
    for (let label = 0; label < count; label += 1)
      scores[label] = (scores[label] ?? 0) + weight * (dual[start + label] ?? 0);
  }
  return scores;
}

function withNoise({ similarity, size }: RidgeInput): Float64Array {
  const noisy = Float64Array.from(similarity);
  for (let row = 0; row < size; row += 1) noisy[row * size + row] = (noisy[row * size + row] ?? 0) + noise;
  return noisy;
}

function meansOf(labels: readonly (readonly number[])[], labelCount: number): Float64Array {
  const means = new Float64Array(labelCount);
  for (const owned of labels) for (const label of owned) means[label] = (means[label] ?? 0) + 1 / labels.length;
  return means;
}
