/** What decides who comes first: the higher priority, then the earlier due, then who came first. */
export interface Urgency {
  /** From 1 to 10, higher first. */
  readonly priority: number;
  /** When it would have to begin, in milliseconds since any moment that is the same for all; earlier first. */
  readonly due: number;
}

interface Entry<T> {
  readonly item: T;
  readonly urgency: Urgency;
  readonly order: number;
}

/** A queue that gives what is most urgent first: a binary heap. */
export class UrgencyQueue<T> {
  #entries: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  push(item: T, urgency: Urgency): void {
    this.#order += 1;
    this.#entries.push({ item, urgency, order: this.#order });
    this.#rise(this.#entries.length - 1);
  }

  /** The most urgent item; undefined when there is none. */
  shift(): T | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink(0);
    }
    return first.item;
  }

  /** Judges everything anew; who came first stays who came first. */
  reorder(urgencyOf: (item: T) => Urgency): void {
    this.#entries = this.#entries.map(({ item, order }) => ({ item, order, urgency: urgencyOf(item) }));
    for (let index = this.#entries.length >> 1; index >= 0; index -= 1) this.#sink(index);
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!this.#isBefore(index, above)) return;
      this.#swap(index, above);
      index = above;
    }
  }

  #sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const lower = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(lower, index)) return;
      this.#swap(index, lower);
      index = lower;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [left, right] = [this.#entries[one], this.#entries[other]];
    if (left === undefined || right === undefined) return false;
    if (left.urgency.priority !== right.urgency.priority) return left.urgency.priority > right.urgency.priority;
    return left.urgency.due === right.urgency.due ? left.order < right.order : left.urgency.due < right.urgency.due;
  }

  #swap(one: number, other: number): void {
    const [left, right] = [this.#entries[one], this.#entries[other]];
    if (left === undefined || right === undefined) return;
    this.#entries[one] = right;
    this.#entries[other] = left;
  }
}
