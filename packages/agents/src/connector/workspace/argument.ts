import { fault, FaultError, isJsonObject, type Json } from '@batonhq/core';
import { instantOf } from '../calendar/local-time.ts';

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

  /** An instant written as ISO 8601; a day is its midnight in `zone`. */
  instant(name: string, zone = 'UTC'): number {
    const written = this.text(name);
    const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
    if (day !== null) return instantOf({ year: Number(day[1]), month: Number(day[2]), day: Number(day[3]) }, 0, zone);
    const instant = Date.parse(written);
    if (Number.isNaN(instant))
      throw new FaultError(fault('validation', `${name} is "${written}", not a date as ISO 8601`));
    return instant;
  }

  list(name: string): readonly Json[] {
    const value = this.#members[name];
    return Array.isArray(value) ? value : [];
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined && this.#members[name] !== null;
  }

  /** An object as arguments of its own; empty when it is missing. */
  part(name: string): Argument {
    return new Argument(this.#members[name] ?? null);
  }

  /** The objects of a list. */
  parts(name: string): readonly Argument[] {
    return this.list(name).map((item) => new Argument(item));
  }

  json(name: string): Json {
    return this.#members[name] ?? null;
  }
}
