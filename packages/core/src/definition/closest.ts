import { synonym } from './synonyms.ts';

/**
 * The candidate that `name` most likely means, or undefined when none is near: letters missing, doubled, swapped or
 * mistaken, at most a third of them. Capitals do not count.
 *
 * @example closest('colour', ['color', 'count']) // 'color'
 */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.slice(0, longestName).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Names beyond this length are not compared in full. */
const longestName = 64;

/**
 * `did you mean "…"?`, or nothing when no candidate means the same or is near.
 *
 * @example didYouMean('brnaches', ['branches', 'compete']) // { hint: 'did you mean "branches"?' }
 */
export function didYouMean(name: string, candidates: readonly string[]): { readonly hint?: string } {
  const match = synonym(name, candidates) ?? closest(name, candidates);
  return match === undefined ? {} : { hint: `did you mean "${match}"?` };
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
