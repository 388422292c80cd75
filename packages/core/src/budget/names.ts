/** Numbers for names: a column of them takes a fraction of what the names would. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** The number of a name, its own from the first time on. */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#texts.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  /** The number of a name that was there before; -1 for any other. */
  known(name: string): number {
    return this.#numbers.get(name) ?? -1;
  }

  /** The name of a number; empty for one that nobody has. */
  text(number: number | undefined): string {
    return number === undefined ? '' : (this.#texts[number] ?? '');
  }
}
