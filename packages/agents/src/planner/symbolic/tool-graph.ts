import type { ToolLink } from './example.ts';

/** Which functions may follow which. */
export class ToolGraph {
  readonly #after: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #before: ReadonlyMap<number, ReadonlySet<number>>;

  constructor(links: readonly (readonly [number, number])[]) {
    this.#after = groups(links);
    this.#before = groups(links.map(([from, to]) => [to, from] as const));
  }

  /** Links between functions that are not in the list are left out. */
  static of(links: readonly ToolLink[], ids: readonly string[]): ToolGraph {
    const places = new Map(ids.map((id, place) => [id, place]));
    return new ToolGraph(
      links.flatMap(([from, to]) => {
        const [first, second] = [places.get(from), places.get(to)];
        return first === undefined || second === undefined ? [] : [[first, second] as const];
      }),
    );
  }

  has(from: number, to: number): boolean {
    return this.after(from).has(to);
  }

  after(tool: number): ReadonlySet<number> {
    return this.#after.get(tool) ?? none;
  }

  before(tool: number): ReadonlySet<number> {
    return this.#before.get(tool) ?? none;
  }
}

const none: ReadonlySet<number> = new Set();

function groups(links: readonly (readonly [number, number])[]): ReadonlyMap<number, ReadonlySet<number>> {
  const made = new Map<number, Set<number>>();
  for (const [from, to] of links) made.set(from, (made.get(from) ?? new Set()).add(to));
  return made;
}
