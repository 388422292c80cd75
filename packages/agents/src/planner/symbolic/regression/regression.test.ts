import { expect, test } from 'vitest';
import { fitLogistic } from './logistic.ts';
import { fitRanking, softmax } from './ranking.ts';
import { diagonal, solve } from './solve.ts';

test('a system is solved', () => {
  const matrix = diagonal(2, 2);
  const [, second] = matrix;
  if (second !== undefined) second[0] = 1;
  expect([...solve(matrix, Float64Array.from([4, 5]))]).toEqual([1, 2].map((one) => expect.closeTo(one, 10)));
});

test('a logistic regression finds the odds that cases were made with', () => {
  const cases = [-2, -1, 0, 1, 2].flatMap((x) => {
    const chance = 1 / (1 + Math.exp(-(0.5 + 1.5 * x)));
    const trues = Math.round(1_000 * chance);
    return Array.from({ length: 1_000 }, (_, at) => ({ features: Float64Array.from([1, x]), isTrue: at < trues }));
  });
  const [constant = 0, slope = 0] = fitLogistic(cases, 1e-6);
  expect(constant).toBeCloseTo(0.5, 1);
  expect(slope).toBeCloseTo(1.5, 1);
});

test('a ranking learns which feature the right ones have, and that the other says nothing', () => {
  const choices = Array.from({ length: 60 }, (_, at) => {
    const candidates = [0, 1, 2].map((place) => Float64Array.from([place === at % 3 ? 1 : 0, (at * 7 + place) % 5]));
    return { candidates, shares: Float64Array.from([0, 1, 2], (place) => Number(place === at % 3)) };
  });
  const [good = 0, nothing = 0] = fitRanking(choices, 0.1);
  expect(good).toBeGreaterThan(2);
  expect(Math.abs(nothing)).toBeLessThan(0.2);
});

test('a softmax of far scores is not lost in infinities', () => {
  expect([...softmax(Float64Array.from([1_000, 0]))]).toEqual([1, 0]);
});
