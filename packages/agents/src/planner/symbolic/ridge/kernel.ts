import { views } from '../text/views.ts';
import { Weighting } from '../text/weighting.ts';
import type { SparseRow } from '../text/weighting.ts';

/** Similarities below one are lowered by this power: near requests count more than many far ones. */
const power = 1.5;

/** How alike requests are: the weighted cosines of all {@link views}, to the power of 1.5. */
export class Kernel {
  readonly #views: readonly IndexedView[];
  readonly size: number;

  constructor(requests: readonly string[]) {
    this.size = requests.length;
    this.#views = views.map(({ terms, weight }) => {
      const texts = requests.map(terms);
      const weighting = new Weighting(texts);
      const postings = indexed(
        texts.map((text) => weighting.row(text)),
        weighting.size,
      );
      return { terms, weight, weighting, postings };
    });
  }

  /** The request beside each known one. */
  against(request: string): Float64Array {
    const alike = new Float64Array(this.size);
    for (const { terms, weight, weighting, postings } of this.#views) {
      const { at, value } = weighting.row(terms(request));
      for (const [index, term] of at.entries()) addPosting(alike, postings[term], weight * (value[index] ?? 0));
    }
    return alike.map((one) => one ** power);
  }
}

interface IndexedView {
  readonly terms: (text: string) => readonly string[];
  readonly weight: number;
  readonly weighting: Weighting;
  readonly postings: readonly Posting[];
}

/** In which rows a term stands, and with which weight. */
interface Posting {
  readonly rows: number[];
  readonly weights: number[];
}

function indexed(rows: readonly SparseRow[], size: number): readonly Posting[] {
  const postings = Array.from({ length: size }, (): Posting => ({ rows: [], weights: [] }));
  for (const [row, { at, value }] of rows.entries())
    for (const [index, term] of at.entries()) {
      postings[term]?.rows.push(row);
      postings[term]?.weights.push(value[index] ?? 0);
    }
  return postings;
}

function addPosting(target: Float64Array, posting: Posting | undefined, by: number): void {
  if (posting === undefined) return;
  const { rows, weights } = posting;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    target[row] = (target[row] ?? 0) + by * (weights[index] ?? 0);
  }
}
