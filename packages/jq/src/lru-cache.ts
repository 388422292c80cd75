/** A map that forgets what was not used for longest, bounded by entries and by their total weight. */
export class LruCache<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly weight: number }>();
  private readonly bounds: { readonly entries: number; readonly weight: number };
  private weight = 0;

  constructor(bounds: { readonly entries: number; readonly weight: number }) {
    this.bounds = bounds;
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order of insertion, so inserting again makes it the newest.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: T, weight: number): T {
    this.entries.set(key, { value, weight });
    this.weight += weight;
    for (const [oldest, entry] of this.entries) {
      if (this.entries.size <= this.bounds.entries && this.weight <= this.bounds.weight) break;
      this.entries.delete(oldest);
      this.weight -= entry.weight;
    }
    return value;
  }

  get size(): number {
    return this.entries.size;
  }
}
