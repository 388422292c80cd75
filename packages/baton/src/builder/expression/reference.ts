import { BuilderError } from '../builder-error.ts';
import { source, type Expression, type Source } from './expression.ts';

/**
 * An expression whose members are expressions too: `input.customer.email` is `${ .customer.email }`.
 *
 * What may be missing is `null` when it is read, and so are the members of what may be missing. Items of lists and
 * values of maps with any keys are read with `at`. `{ ...reference, more }` is the value with more members.
 */
export type Ref<T> = Expression<Read<T>> & Members<NonNullable<T>, Missing<T>>;

/** What is missing reads as `null`. */
type Read<T> = undefined extends T ? Exclude<T, undefined> | null : T;
type Missing<T> = [Extract<T, null | undefined>] extends [never] ? never : null;

/** Of a union of objects, the members of all of them: one that an object does not have is `null`. */
type Members<T, Null> = [T] extends [readonly unknown[]]
  ? unknown
  : [T] extends [object]
    ? { readonly [K in KeysOf<T>]: Ref<MemberOf<T, K> | Null> }
    : unknown;

/** Keys that are known by name, of any object of a union. */
type KeysOf<T> = T extends object ? keyof { [K in keyof T as Named<K>]: true } : never;
type Named<K> = string extends K ? never : K extends string ? K : never;
type MemberOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : null) : never;

/** Starts the keys that stand for a whole value in `{ ...reference }`. */
const spreadMark = '...';

/** Records what is read from it as jq. */
export function reference<T>(from: Source<T>): Ref<T>;
export function reference(from: Source<unknown>): object {
  const whole = `${spreadMark}${from.jq}`;
  const itself = { [source]: () => from };
  return new Proxy(itself, {
    has: (_itself, key) => key === source,
    get: (_itself, key) => {
      if (key === source) return itself[source];
      if (key === Symbol.toPrimitive) return () => refuse(from);
      if (typeof key === 'symbol') return undefined;
      return key === whole ? itself : reference({ jq: memberJq(from, key), isTerm: true });
    },
    ownKeys: () => [whole],
    getOwnPropertyDescriptor: (_itself, key) =>
      key === whole ? { value: itself, enumerable: true, configurable: true } : undefined,
  });
}

/** The same for a value whose members are of no interest. */
export function computed<T>(from: Source<T>): Expression<T>;
export function computed(from: Source<unknown>): object {
  return reference(from);
}

/** True for the member that `{ ...reference }` leaves in an object. */
export function isSpread(key: string, value: Expression<unknown>): boolean {
  return key === `${spreadMark}${value[source]().jq}`;
}

function memberJq({ jq, isTerm }: Source<unknown>, key: string): string {
  const base = isTerm ? jq : `(${jq})`;
  if (!/^[A-Za-z_]\w*$/.test(key)) return `${base}[${JSON.stringify(key)}]`;
  return base === '.' ? `.${key}` : `${base}.${key}`;
}

function refuse({ jq }: Source<unknown>): never {
  throw new BuilderError(`\`${jq}\` has no value yet: put it into a text with text\`…\`, compare it with eq, gt, and`);
}
