import { z } from 'zod';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { choose, mustBe } from './parts.ts';

/** Any text. */
export const text = z.string();

/** Any value. */
export const json = z.custom<Json>((value) => value !== undefined, 'a value');

/** Any map. */
export const anyMap = z.custom<JsonObject>((value) => isJsonObject(value), 'a map');

/** Where an expression is expected: `${ … }` may be left out. */
export const expression = z.string();

const wrapped = /^\s*\$\{[\s\S]+\}\s*$/;

/** True for texts that are `${ … }` as a whole. */
export function isWrapped(value: string): boolean {
  return wrapped.test(value);
}

/** An expression that must be written as `${ … }`. */
export const wrappedExpression = z.string().regex(wrapped, 'an expression: ${ … }');

/** A URI with a scheme, `{variables}` allowed. */
export const uriTemplate = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9+\-.]*:\/\//, 'a URI such as https://example.com')
  .refine(hasClosedBraces, 'a URI whose { } are closed');

/** What a URI template may hold: literal characters, and variables in braces. */
const templateShape = /^(?:[^\s{}<>"\\^`|]|\{[^{}\s]+\})*$/;

function hasClosedBraces(uri: string): boolean {
  return templateShape.test(uri);
}

/** A path that is put behind a URI, `{variables}` allowed. */
export const pathTemplate = z.string().refine(hasClosedBraces, 'a path such as /oauth2/token');

/** A URI, or an expression that gives one. */
export const uriOrExpression = choose<string>((value) => {
  if (typeof value !== 'string') return mustBe(value, 'a URI, or an expression: ${ … }');
  return { schema: isWrapped(value) ? wrappedExpression : uriTemplate };
});

/** A semantic version. */
export const semanticVersion = z
  .string()
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/,
    'a semantic version such as 1.0.0',
  );

/** A name as host names have them. */
export const hostLabel = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'up to 63 letters, digits and inner hyphens');

/** A whole number. */
export const integer = z.number().refine((value) => Number.isInteger(value), 'a whole number');

/** A map of texts. */
export const textMap = z.record(z.string(), z.string());

/** A map of texts, numbers and booleans, or an expression that gives one. */
export const scalarMapOrExpression = choose<Readonly<Record<string, string | number | boolean>> | string>((value) => {
  if (typeof value === 'string') return { schema: wrappedExpression };
  return isJsonObject(value) ? { schema: scalarMap } : mustBe(value, 'a map, or an expression: ${ … }');
});

const scalarMap = z.record(
  z.string(),
  z.custom<string | number | boolean>(
    (value) => ['string', 'number', 'boolean'].includes(typeof value),
    'a text, a number or a boolean',
  ),
);
