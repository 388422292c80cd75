/** Side of a tile: three of them fit into the nearest cache of a processor. */
export const side = 48;

/** A square part of a matrix, row by row. */
export type Tile = Float64Array;

/** A tile of zeros. */
export function emptyTile(): Tile {
  return new Float64Array(side * side);
}

/**
 * `target += left · rightᵀ`, or minus that. Two rows by four columns at once: each number that is fetched serves in
 * several products, and eight sums grow without one waiting for another.
 */
export function addProduct(target: Tile, { left, right, sign }: Product): void {
  for (let row = 0; row < side; row += 2)
    for (let column = 0; column < side; column += 4) addBlock(target, row * side + column, { left, right, sign });
}

/** Two tiles whose product is added, or with `sign` -1 taken away. */
export interface Product {
  readonly left: Tile;
  readonly right: Tile;
  readonly sign: 1 | -1;
}

function addBlock(target: Tile, place: number, { left, right, sign }: Product): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  const column = place % side;
  const upper = place - column;
  for (let step = 0; step < side; step += 1) {
    const a = left[upper + step] ?? 0;
    const b = left[upper + side + step] ?? 0;
    const first = column * side + step;
    const r0 = right[first] ?? 0;
    const r1 = right[first + side] ?? 0;
    const r2 = right[first + 2 * side] ?? 0;
    const r3 = right[first + 3 * side] ?? 0;
    a0 += a * r0;
    a1 += a * r1;
    a2 += a * r2;
    a3 += a * r3;
    b0 += b * r0;
    b1 += b * r1;
    b2 += b * r2;
    b3 += b * r3;
  }
  addFour(target, place, [sign * a0, sign * a1, sign * a2, sign * a3]);
  addFour(target, place + side, [sign * b0, sign * b1, sign * b2, sign * b3]);
}

function addFour(target: Tile, place: number, [a, b, c, d]: readonly [number, number, number, number]): void {
  target[place] = (target[place] ?? 0) + a;
  target[place + 1] = (target[place + 1] ?? 0) + b;
  target[place + 2] = (target[place + 2] ?? 0) + c;
  target[place + 3] = (target[place + 3] ?? 0) + d;
}

/** The tile mirrored at its diagonal. */
export function transposed(tile: Tile): Tile {
  const mirrored = emptyTile();
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) mirrored[column * side + row] = tile[row * side + column] ?? 0;
  return mirrored;
}

/**
 * The lower triangle `L` with `L·Lᵀ` = the tile, zero above its diagonal.
 *
 * @throws RangeError when the tile is not positive definite.
 */
export function choleskyOf(tile: Tile): Tile {
  const lower = emptyTile();
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = tile[row * side + column] ?? 0;
      for (let step = 0; step < column; step += 1)
        rest -= (lower[row * side + step] ?? 0) * (lower[column * side + step] ?? 0);
      if (column < row) lower[row * side + column] = rest / (lower[column * side + column] ?? 1);
      else if (rest > 0) lower[row * side + row] = Math.sqrt(rest);
      else throw new RangeError(`The matrix is not positive definite: a pivot is ${rest}.`);
    }
  }
  return lower;
}

/** The inverse of a lower triangle. */
export function inverseOfLower(lower: Tile): Tile {
  const inverse = emptyTile();
  for (let row = 0; row < side; row += 1) {
    const pivot = lower[row * side + row] ?? 1;
    for (let column = 0; column <= row; column += 1) {
      let sum = row === column ? 1 : 0;
      for (let step = column; step < row; step += 1)
        sum -= (lower[row * side + step] ?? 0) * (inverse[step * side + column] ?? 0);
      inverse[row * side + column] = sum / pivot;
    }
  }
  return inverse;
}
