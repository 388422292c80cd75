import { fault, FaultError, isJsonObject, type Json } from '@batonhq/core';

/** Reads arguments that a schema has checked already; what is missing has the default that is given. */
export class Argument {
  readonly #members: { readonly [name: string]: Json };

  constructor(input: Json) {
    this.#members = isJsonObject(input) ? input : {};
  }

  text(name: string, otherwise?: string): string {
    const value = this.#members[name];
    if (typeof value === 'string') return value;
    if (otherwise !== undefined) return otherwise;
    throw new FaultError(fault('validation', `${name} is missing`));
  }

  number(name: string, otherwise: number): number {
    const value = this.#members[name];
    return typeof value === 'number' ? value : otherwise;
  }

  texts(name: string): readonly string[] {
    const value = this.#members[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  /** An instant written as ISO 8601. */
  instant(name: string): number {
    const written = this.text(name);
    const instant = Date.parse(written);
    if (Number.isNaN(instant))
      throw new FaultError(fault('validation', `${name} is "${written}", not a date as ISO 8601`));
    return instant;
  }

  list(name: string): readonly Json[] {
    const value = this.#members[name];
    return Array.isArray(value) ? value : [];
  }
}
