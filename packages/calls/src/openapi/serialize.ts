import { fault, FaultError, isJsonObject, type Json } from '@batonhq/core';
import type { Parameter } from './operation.ts';

/** Pairs of a query or a form, not yet encoded. */
export type Pairs = readonly (readonly [string, string])[];

/** A query parameter in its style, as OpenAPI's table has them. */
export function queryPairs(parameter: Parameter, value: Json): Pairs {
  const { name, style, explode } = parameter;
  if (parameter.isJson) return [[name, JSON.stringify(value)]];
  if (Array.isArray(value)) {
    const items = value.map(textOf);
    if (explode) return items.map((item) => [name, item] as const);
    return [[name, items.join(separators[style] ?? ',')]];
  }
  if (!isJsonObject(value)) return [[name, textOf(value)]];
  const members = Object.entries(value).map(([key, member]) => [key, textOf(member)] as const);
  if (style === 'deepObject') return members.map(([key, member]) => [`${name}[${key}]`, member]);
  return explode ? members : [[name, members.flat().join(separators[style] ?? ',')]];
}

const separators: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' };

/** A path parameter in its style, encoded. Throws a `FaultError` for one that would make the path go up. */
export function pathText(parameter: Parameter, value: Json): string {
  const text = styledPath(parameter, value);
  if (!/^\.{0,2}$/.test(text)) return text;
  throw new FaultError(fault('validation', `path parameter "${parameter.name}" may not be "${text}"`));
}

function styledPath(parameter: Parameter, value: Json): string {
  const { name, style, explode } = parameter;
  const plain = simpleText(parameter, value, encodeURIComponent);
  if (style === 'label') return `.${explode ? plain.replaceAll(',', '.') : plain}`;
  if (style !== 'matrix') return plain;
  return Array.isArray(value) && explode
    ? value.map((item: Json) => `;${name}=${encodeURIComponent(textOf(item))}`).join('')
    : `;${name}=${plain}`;
}

/** A header or path parameter in style `simple`. */
export function simpleText(
  { explode, isJson }: Parameter,
  value: Json,
  encode: (text: string) => string = (text) => text,
): string {
  if (isJson) return encode(JSON.stringify(value));
  if (Array.isArray(value)) return value.map((item: Json) => encode(textOf(item))).join(',');
  if (!isJsonObject(value)) return encode(textOf(value));
  return Object.entries(value)
    .map(([key, member]) => `${encode(key)}${explode ? '=' : ','}${encode(textOf(member))}`)
    .join(',');
}

/** The value of a cookie: what would end it, or begin another one, is encoded. */
export function cookieText(text: string): string {
  return text.toWellFormed().replaceAll(/[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+/g, encodeURIComponent);
}

/** A value as a text: texts as they are, all others as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
