/**
 * The inverse of a symmetric positive definite matrix, row by row in one array, by Cholesky's factors: `size³ / 2`
 * multiplications in all. The innermost loops go through neighbours in memory, which is most of their speed.
 *
 * @throws RangeError when the matrix is not positive definite.
 */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const lower = choleskyOf(matrix, size);
  invertLower(lower, size);
  return squareOf(lower, size);
}

/** The lower triangle `L` with `L·Lᵀ` = the matrix; what stands above it is zero. */
function choleskyOf(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const rest = at(matrix, row * size + column) - dot(lower, [row * size, column * size, column]);
      if (column < row) lower[row * size + column] = rest / at(lower, column * size + column);
      else if (rest > 0) lower[row * size + row] = Math.sqrt(rest);
      else throw new RangeError(`The matrix is not positive definite: pivot ${row} is ${rest}.`);
    }
  }
  return lower;
}

/** In place. Row by row: what is above is inverted already. */
function invertLower(lower: Float64Array, size: number): void {
  const made = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    made.fill(0, 0, row);
    for (let before = 0; before < row; before += 1) {
      addScaled(made, 0, { from: lower, start: before * size, count: before + 1, by: at(lower, row * size + before) });
    }
    const pivot = at(lower, row * size + row);
    for (let column = 0; column < row; column += 1) lower[row * size + column] = -at(made, column) / pivot;
    lower[row * size + row] = 1 / pivot;
  }
}

/** `Mᵀ·M` of a lower triangle `M`. */
function squareOf(lower: Float64Array, size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let to = 0; to <= row; to += 1) {
      addScaled(square, to * size, { from: lower, start: row * size, count: to + 1, by: at(lower, row * size + to) });
    }
  }
  for (let row = 0; row < size; row += 1)
    for (let column = row + 1; column < size; column += 1)
      square[row * size + column] = at(square, column * size + row);
  return square;
}

/** Numbers of an array that are added to another, times a factor. */
interface Scaled {
  readonly from: Float64Array;
  readonly start: number;
  readonly count: number;
  readonly by: number;
}

/** `target[at + i] += by * from[start + i]`. */
export function addScaled(target: Float64Array, place: number, { from, start, count, by }: Scaled): void {
  if (by === 0) return;
  for (let index = 0; index < count; index += 1) {
    target[place + index] = at(target, place + index) + by * at(from, start + index);
  }
}

/** Four sums at once, so that no addition waits for the one before it. */
function dot(values: Float64Array, [left, right, count]: readonly [number, number, number]): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < count; index += 4) {
    a += at(values, left + index) * at(values, right + index);
    b += at(values, left + index + 1) * at(values, right + index + 1);
    c += at(values, left + index + 2) * at(values, right + index + 2);
    d += at(values, left + index + 3) * at(values, right + index + 3);
  }
  for (; index < count; index += 1) a += at(values, left + index) * at(values, right + index);
  return a + b + (c + d);
}

/** Every place asked for lies inside the array. */
function at(values: Float64Array, place: number): number {
  return values[place] ?? 0;
}
