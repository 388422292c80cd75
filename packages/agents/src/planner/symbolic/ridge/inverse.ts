import { addProduct, choleskyOf, emptyTile, inverseOfLower, side, transposed } from './tile.ts';
import type { Tile } from './tile.ts';

/** The tiles of a lower triangle: row by row, each row up to its diagonal. */
type Triangle = readonly (readonly Tile[])[];

/**
 * The inverse of a symmetric positive definite matrix of `size` rows, row by row in one array, by Cholesky's factors in
 * tiles (Golub and Van Loan 2013, chapter 4): `size³ / 2` multiplications, nearly all of them in one loop whose data
 * stay in the nearest cache.
 *
 * @throws RangeError when the matrix is not positive definite.
 */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const tiles = cut(matrix, size);
  const { lower, pivots } = factors(tiles);
  return joined(product(mirroredInverse(lower, pivots)), size);
}

/** Cut into tiles; the last ones are filled up by a diagonal of ones, which changes nothing else. */
function cut(matrix: Float64Array, size: number): Triangle {
  const count = Math.ceil(size / side);
  return indices(count).map((row) => indices(row + 1).map((column) => tileAt(matrix, { size, row, column })));
}

interface TilePlace {
  readonly size: number;
  readonly row: number;
  readonly column: number;
}

function tileAt(matrix: Float64Array, { size, row, column }: TilePlace): Tile {
  const tile = emptyTile();
  for (let down = 0; down < side; down += 1)
    for (let right = 0; right < side; right += 1) {
      const [y, x] = [row * side + down, column * side + right];
      const value = y < size && x < size ? matrix[y * size + x] : Number(y === x);
      tile[down * side + right] = value ?? 0;
    }
  return tile;
}

/** The factor `L` below the diagonal, and the inverses of the tiles on it. */
function factors(tiles: Triangle): { readonly lower: Triangle; readonly pivots: readonly Tile[] } {
  const pivots: Tile[] = [];
  const lower: Tile[][] = tiles.map(() => []);
  for (const [row, line] of tiles.entries()) {
    for (const [column, tile] of line.entries()) {
      const [own, other] = [lower[row] ?? [], lower[column] ?? []];
      for (const [step, left] of own.entries()) addProduct(tile, { left, right: other[step] ?? left, sign: -1 });
      const pivot = pivots[column];
      if (pivot === undefined) pivots.push(inverseOfLower(choleskyOf(tile)));
      else own.push(productOf(tile, pivot));
    }
  }
  return { lower, pivots };
}

/** `L⁻¹`, each tile mirrored. */
function mirroredInverse(lower: Triangle, pivots: readonly Tile[]): Triangle {
  const inverse: Tile[][] = [];
  for (const [row, pivot] of pivots.entries()) {
    const line = indices(row).map((column) => {
      const sum = emptyTile();
      for (let step = column; step < row; step += 1)
        addProduct(sum, { left: tileOf(inverse, step, column), right: tileOf(lower, row, step), sign: -1 });
      return productOf(sum, pivot);
    });
    inverse.push([...line, transposed(pivot)]);
  }
  return inverse;
}

/** `L⁻ᵀ·L⁻¹` of the mirrored tiles of `L⁻¹`: the lower triangle of the result. */
function product(mirrored: Triangle): Triangle {
  return mirrored.map((line, row) =>
    line.map((_, column) => {
      const sum = emptyTile();
      for (let step = row; step < mirrored.length; step += 1)
        addProduct(sum, { left: tileOf(mirrored, step, row), right: tileOf(mirrored, step, column), sign: 1 });
      return sum;
    }),
  );
}

function joined(tiles: Triangle, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x <= y; x += 1) {
      const tile = tileOf(tiles, Math.floor(y / side), Math.floor(x / side));
      const value = tile[(y % side) * side + (x % side)] ?? 0;
      matrix[y * size + x] = value;
      matrix[x * size + y] = value;
    }
  return matrix;
}

function productOf(left: Tile, right: Tile): Tile {
  const target = emptyTile();
  addProduct(target, { left, right, sign: 1 });
  return target;
}

function tileOf(tiles: Triangle, row: number, column: number): Tile {
  return tiles[row]?.[column] ?? emptyTile();
}

function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
