/** Priorities go from 1 to 10, higher first. */
const highest = 10;

/** A queue that is first in, first out within a priority. */
export class PriorityQueue<T> {
  readonly #lanes: { items: (T | undefined)[]; head: number }[] = Array.from({ length: highest + 1 }, () => ({
    items: [],
    head: 0,
  }));
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T, priority: number): void {
    const lane = this.#lanes[Math.min(highest, Math.max(0, Math.trunc(priority)))];
    lane?.items.push(item);
    this.#size += 1;
  }

  /** The next item; undefined when there is none. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    for (let priority = highest; priority >= 0; priority -= 1) {
      const lane = this.#lanes[priority];
      if (lane === undefined || lane.head === lane.items.length) continue;
      const item = lane.items[lane.head];
      lane.items[lane.head] = undefined;
      lane.head += 1;
      if (lane.head * 2 > lane.items.length) {
        lane.items = lane.items.slice(lane.head);
        lane.head = 0;
      }
      this.#size -= 1;
      return item;
    }
    return undefined;
  }
}
