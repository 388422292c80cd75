import { expect, test } from 'vitest';
import { inverseOf } from './inverse.ts';
import { fitLabelRidge, ridgeScores } from './label-ridge.ts';

/** Similarities of points on a line: positive definite, and no two rows alike. */
const similarityOf = (size: number): Float64Array =>
  Float64Array.from({ length: size * size }, (_, at) => Math.exp(-Math.abs(Math.floor(at / size) - (at % size)) / 3));

test.each([1, 47, 48, 49, 100])('the inverse of %i rows times the matrix is one', (size) => {
  const matrix = similarityOf(size);
  const inverse = inverseOf(matrix, size);
  for (const row of [0, Math.floor(size / 2), size - 1])
    for (const column of [0, size - 1]) {
      const sum = Array.from(
        { length: size },
        (_, at) => (matrix[row * size + at] ?? 0) * (inverse[at * size + column] ?? 0),
      );
      expect(sum.reduce((total, one) => total + one, 0)).toBeCloseTo(Number(row === column), 8);
    }
});

test('a matrix that is not positive definite is refused', () => {
  expect(() => inverseOf(Float64Array.from([1, 2, 2, 1]), 2)).toThrow(/not positive definite/);
});

test('the scores of a left-out row are those of a ridge that never saw it', () => {
  const size = 12;
  const similarity = similarityOf(size);
  const labels = Array.from({ length: size }, (_, row) => (row % 3 === 0 ? [0] : row % 2 === 0 ? [0, 1] : [1]));
  const { leftOut } = fitLabelRidge({ similarity, size, labels, labelCount: 2 });
  const row = 5;
  const others = Array.from({ length: size }, (_, at) => at).filter((at) => at !== row);
  const smaller = Float64Array.from(others.flatMap((y) => others.map((x) => similarity[y * size + x] ?? 0)));
  const { ridge } = fitLabelRidge({
    similarity: smaller,
    size: size - 1,
    labels: others.map((at) => labels[at] ?? []),
    labelCount: 2,
  });
  const direct = ridgeScores(
    ridge,
    Float64Array.from(others, (at) => similarity[row * size + at] ?? 0),
  );
  // Both centre the labels, one over one row more: that is all the difference there may be.
  for (const label of [0, 1]) expect(leftOut[row * 2 + label]).toBeCloseTo(direct[label] ?? 0, 1);
});
