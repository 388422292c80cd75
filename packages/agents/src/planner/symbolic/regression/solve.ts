/** A square matrix, row by row. */
export type Matrix = readonly Float64Array[];

/** Adds `weight * row · rowᵀ` to a matrix, in place; only its lower triangle is kept. */
export function addOuter(matrix: Matrix, row: Float64Array, weight: number): void {
  for (const [index, target] of matrix.entries()) {
    const by = weight * (row[index] ?? 0);
    if (by === 0) continue;
    for (let column = 0; column <= index; column += 1) target[column] = (target[column] ?? 0) + by * (row[column] ?? 0);
  }
}

/** A square matrix of zeros with the same number all along its diagonal. */
export function diagonal(size: number, value: number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Float64Array.from({ length: size }, (__, at) => (at === row ? value : 0)),
  );
}

/** `x` with `matrix · x` = `wanted`, for a positive definite matrix of which the lower triangle is given. */
export function solve(matrix: Matrix, wanted: Float64Array): Float64Array {
  const lower = matrix.map((row) => Float64Array.from(row));
  for (const [row, line] of lower.entries())
    for (let column = 0; column <= row; column += 1) {
      const other = lower[column] ?? line;
      const rest = (line[column] ?? 0) - dot(line, other, column);
      line[column] = column === row ? Math.sqrt(Math.max(rest, 1e-12)) : rest / (other[column] ?? 1);
    }
  const half = Float64Array.from(wanted);
  for (const [row, line] of lower.entries()) half[row] = ((half[row] ?? 0) - dot(line, half, row)) / (line[row] ?? 1);
  for (let row = lower.length - 1; row >= 0; row -= 1) {
    const value = (half[row] ?? 0) / (lower[row]?.[row] ?? 1);
    half[row] = value;
    for (let before = 0; before < row; before += 1)
      half[before] = (half[before] ?? 0) - value * (lower[row]?.[before] ?? 0);
  }
  return half;
}

/** The sum of products of the first numbers of two rows. */
export function dot(left: Float64Array, right: Float64Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
