import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { parseDocument as parseYaml } from 'yaml';
import type { Resource } from './load-resource.ts';

/** Reads a document in JSON or YAML. Throws a `FaultError` when it is neither, or no object. */
export function parseDocument({ url, bytes }: Resource): JsonObject {
  const text = bytes.toString('utf8');
  const value = text.trimStart().startsWith('{') ? parseJson(text, url) : parseText(text, url);
  if (isJsonObject(value)) return value;
  throw new FaultError(fault('configuration', `${url.href} is not a document: it holds no object`));
}

function parseJson(text: string, url: URL): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    throw new FaultError(fault('configuration', `${url.href} is not JSON: ${String(error)}`));
  }
}

/** Aliases are not expanded more than a little: a small text can stand for a document of any size. */
function parseText(text: string, url: URL): Json {
  const document = parseYaml(text, { version: '1.2', schema: 'core', logLevel: 'silent' });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new FaultError(fault('configuration', `${url.href} is not YAML: ${problem.message.split('\n')[0] ?? ''}`));
  try {
    const value: Json = document.toJS({ maxAliasCount: 100 });
    return value;
  } catch (error) {
    throw new FaultError(fault('configuration', `${url.href} cannot be used: ${String(error)}`));
  }
}
