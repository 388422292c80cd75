import type { Json } from '@batonhq/core';
import { PayloadError } from './errors.ts';

/** How large a value may be. */
export interface PayloadLimits {
  /** Bytes, about. */
  readonly payload: number;
  readonly depth: number;
}

/**
 * A copy of a value as JSON has it: what `JSON.stringify` leaves out is left out, `undefined` is `null`.
 *
 * What a function gets and gives is copied, because a function may keep the object and change it later, and the state
 * of an execution must stay what the journal says. Throws {@link PayloadError}.
 */
export function copyJson(value: unknown, limits: PayloadLimits): Json {
  return new Copier(limits).copy(value, 0);
}

class Copier {
  readonly #limits: PayloadLimits;
  #size = 0;

  constructor(limits: PayloadLimits) {
    this.#limits = limits;
  }

  copy(value: unknown, depth: number): Json {
    switch (typeof value) {
      case 'string':
        this.#count(value.length + 2);
        return value;
      case 'number':
        this.#count(8);
        return Number.isFinite(value) ? value + 0 : null;
      case 'boolean':
        this.#count(5);
        return value;
      case 'object':
        return value === null ? null : this.#copyObject(value, depth + 1);
      case 'bigint':
        throw new PayloadError('a bigint is not JSON: pass it as a string');
      default:
        return null;
    }
  }

  #copyObject(value: object, depth: number): Json {
    if (depth > this.#limits.depth) throw new PayloadError(`nested deeper than ${this.#limits.depth} levels`);
    this.#count(2);
    if (Array.isArray(value)) return value.map((item: unknown) => this.copy(item, depth));
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.copy(value.toJSON(), depth);
    const copy: Record<string, Json> = {};
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
      this.#count(name.length + 3);
      const copied = this.copy(member, depth);
      if (name === '__proto__')
        Object.defineProperty(copy, name, { value: copied, enumerable: true, writable: true, configurable: true });
      else copy[name] = copied;
    }
    return copy;
  }

  #count(bytes: number): void {
    this.#size += bytes;
    if (this.#size > this.#limits.payload) throw new PayloadError(`larger than ${this.#limits.payload} bytes`);
  }
}

/** About how many bytes a value takes as JSON, counting no further than `enough`. */
export function sizeOf(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (!isRecord(value)) return 6;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) if ((size += 1 + sizeOf(item, enough - size)) > enough) break;
    return size;
  }
  // A plain loop, because it is asked of every event and makes nothing; JSON has no inherited members to be counted.
  for (const name in value) {
    size += name.length + 4 + sizeOf(value[name], enough - size);
    if (size > enough) break;
  }
  return size;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
