import { solve } from './solve.ts';
import type { Matrix } from './solve.ts';

/** A smooth convex loss, to be made small. */
export interface Loss {
  readonly size: number;
  /** The loss alone: it is asked for more often than the slopes. */
  value(weights: Float64Array): number;
  slopes(weights: Float64Array): { readonly gradient: Float64Array; readonly curvature: Matrix };
}

const mostSteps = 20;
const smallestGain = 1e-3;
const smallestStride = 1e-4;

/** The weights of the least loss, by Newton's method: a step that would make it worse is halved until it does not. */
export function minimise(loss: Loss): Float64Array {
  let weights: Float64Array = new Float64Array(loss.size);
  let current = loss.value(weights);
  for (let step = 0; step < mostSteps; step += 1) {
    const { gradient, curvature } = loss.slopes(weights);
    const direction = solve(curvature, gradient);
    const next = stride(loss, { weights, direction, current });
    if (next === null) return weights;
    const gain = current - next.value;
    [weights, current] = [next.weights, next.value];
    if (gain < smallestGain) return weights;
  }
  return weights;
}

interface Place {
  readonly weights: Float64Array;
  readonly direction: Float64Array;
  readonly current: number;
}

function stride(
  loss: Loss,
  { weights, direction, current }: Place,
): { readonly weights: Float64Array; readonly value: number } | null {
  for (let length = 1; length >= smallestStride; length /= 2) {
    const moved = weights.map((weight, index) => weight - length * (direction[index] ?? 0));
    const value = loss.value(moved);
    if (value < current) return { weights: moved, value };
  }
  return null;
}
