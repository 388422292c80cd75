/** Something that is made when it is first needed. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | null = null;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** Makes it once; what failed is tried again. */
  async get(): Promise<T> {
    this.#made ??= this.#make();
    try {
      return await this.#made;
    } catch (error) {
      this.#made = null;
      throw error;
    }
  }

  /** Does something with it only if it was made. */
  async ifMade(use: (made: T) => Promise<void>): Promise<void> {
    const made = await this.#made?.catch(() => undefined);
    if (made !== undefined) await use(made);
  }
}
