import type { Json, JsonObject } from '@batonhq/core';
import { BuilderError } from '../builder-error.ts';
import { isExpression, source } from './expression.ts';
import { isSpread } from './reference.ts';

/**
 * A value as a definition has it: constants as they are, expressions as `${ … }`. An object made with
 * `{ ...reference }` is one expression as a whole.
 */
export function toTemplate(value: unknown): Json {
  if (isExpression(value)) return wrapped(value[source]().jq);
  if (typeof value === 'string') return looksLikeExpression(value) ? wrapped(JSON.stringify(value)) : value;
  if (Array.isArray(value)) return value.map(toTemplate);
  if (!isMap(value)) return constant(value);
  if (spreadsIn(value)) return toExpression(value);
  return Object.fromEntries(membersOf(value).map(([key, member]) => [key, toTemplate(member)]));
}

/** The same where the language wants a map or an expression. */
export function toMapOrExpression(value: unknown): JsonObject | string {
  if (isExpression(value) || Array.isArray(value) || !isMap(value) || spreadsIn(value)) return toExpression(value);
  const members = membersOf(value).map(([key, member]) => [key, toTemplate(member)] as const);
  return members.length === 0 ? wrapped('{}') : Object.fromEntries(members);
}

/** The same where the language wants an expression. */
export function toExpression(value: unknown): string {
  if (isExpression(value)) return wrapped(value[source]().jq);
  return wrapped(isMap(value) && !Array.isArray(value) ? objectJq(value) : toJq(value));
}

/** A value as jq that can stand next to an operator. */
export function toJq(value: unknown): string {
  if (isExpression(value)) {
    const { jq, isTerm } = value[source]();
    return isTerm ? jq : `(${jq})`;
  }
  if (Array.isArray(value)) return `[${value.map(toJq).join(', ')}]`;
  if (!isMap(value)) return JSON.stringify(constant(value));
  return spreadsIn(value) ? `(${objectJq(value)})` : objectJq(value);
}

/** Members in order; a whole value that was spread is added to what stands before it. */
function objectJq(value: object): string {
  const parts: string[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) parts.push(`{${open.join(', ')}}`);
    open = [];
  };
  for (const [key, member] of membersOf(value)) {
    if (spreads(key, member)) {
      close();
      parts.push(toJq(member));
    } else open.push(`${keyJq(key)}: ${toJq(member)}`);
  }
  close();
  return parts.length === 0 ? '{}' : parts.join(' + ');
}

function keyJq(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}

function spreadsIn(value: object): boolean {
  return membersOf(value).some(([key, member]) => spreads(key, member));
}

function spreads(key: string, value: unknown): boolean {
  return isExpression(value) && isSpread(key, value);
}

/** A member that is `undefined` is absent, as in JSON. */
function membersOf(value: object): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function constant(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new BuilderError(`a definition cannot hold ${typeof value === 'number' ? String(value) : `a ${typeof value}`}`);
}

function wrapped(jq: string): string {
  return `\${ ${jq} }`;
}

/** A constant text that would be taken for an expression. */
function looksLikeExpression(text: string): boolean {
  return /^\s*\$\{[\s\S]*\}\s*$/.test(text);
}
