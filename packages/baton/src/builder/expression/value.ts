import type { Expression } from './expression.ts';

/** A `T`, an expression that gives one, or a `T` with expressions in it. */
export type Value<T> = Expression<T> | Plain<T>;

type Plain<T> = unknown extends T
  ? unknown
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: Value<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]: Value<T[K]> }
      : T;

/** What a value with expressions in it is once they are computed. */
export type Computed<V> =
  V extends Expression<infer T>
    ? T
    : V extends readonly unknown[]
      ? { readonly [K in keyof V]: Computed<V[K]> }
      : V extends object
        ? { readonly [K in keyof V]: Computed<V[K]> }
        : V;
