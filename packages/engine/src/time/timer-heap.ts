/** A timer in memory. `when` is in monotonic milliseconds. */
export interface HeapTimer {
  readonly execution: string;
  readonly timer: string;
  /** When it is due by the wall clock it was armed in: what the journal has. */
  readonly due: number;
  readonly when: number;
  /** Disarmed; it is skipped when its turn comes. */
  dead: boolean;
}

/** Dead timers are cleared away when they are more than this many and more than half. */
const tolerated = 64;

/**
 * Timers by when they are due: a binary heap, earliest first.
 *
 * Disarming marks, because most timers are time-outs that never fire; the marked ones are cleared away when they are
 * in the majority, so that arming and disarming cost O(log n) amortised and memory follows the live ones.
 */
export class TimerHeap {
  #heap: HeapTimer[] = [];
  readonly #live = new Map<string, HeapTimer>();

  /** Number of armed timers. */
  get size(): number {
    return this.#live.size;
  }

  /** True when this timer is armed here. */
  has(execution: string, timer: string): boolean {
    return this.#live.has(keyOf(execution, timer));
  }

  /** Adds a timer; one with the same name is replaced. */
  arm(timer: Omit<HeapTimer, 'dead'>): void {
    const key = keyOf(timer.execution, timer.timer);
    const before = this.#live.get(key);
    if (before !== undefined) before.dead = true;
    const armed = { ...timer, dead: false };
    this.#live.set(key, armed);
    this.#heap.push(armed);
    this.#up(this.#heap.length - 1);
    this.#clear();
  }

  /** Removes a timer, if it is here. */
  disarm(execution: string, timer: string): void {
    const key = keyOf(execution, timer);
    const before = this.#live.get(key);
    if (before === undefined) return;
    before.dead = true;
    this.#live.delete(key);
    this.#clear();
  }

  /** When the earliest one is due, in monotonic milliseconds; `Infinity` when there is none. */
  earliest(): number {
    this.#skipDead();
    return this.#heap[0]?.when ?? Infinity;
  }

  /** Takes the earliest timer out when it is due by `now`. */
  take(now: number): HeapTimer | undefined {
    this.#skipDead();
    const first = this.#heap[0];
    if (first === undefined || first.when > now) return undefined;
    this.#removeFirst();
    this.#live.delete(keyOf(first.execution, first.timer));
    return first;
  }

  #skipDead(): void {
    while (this.#heap[0]?.dead === true) this.#removeFirst();
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #clear(): void {
    const dead = this.#heap.length - this.#live.size;
    if (dead <= tolerated || dead * 2 <= this.#heap.length) return;
    this.#heap = this.#heap.filter((timer) => !timer.dead);
    for (let index = (this.#heap.length >> 1) - 1; index >= 0; index -= 1) this.#down(index);
  }

  #up(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLater(parent, index)) return;
      index = parent;
    }
  }

  #down(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const earlier = this.#when(left + 1) < this.#when(left) ? left + 1 : left;
      if (!this.#swapIfLater(index, earlier)) return;
      index = earlier;
    }
  }

  #when(index: number): number {
    return this.#heap[index]?.when ?? Infinity;
  }

  #swapIfLater(parent: number, child: number): boolean {
    const [above, below] = [this.#heap[parent], this.#heap[child]];
    if (above === undefined || below === undefined || above.when <= below.when) return false;
    this.#heap[parent] = below;
    this.#heap[child] = above;
    return true;
  }
}

function keyOf(execution: string, timer: string): string {
  return `${execution} ${timer}`;
}
