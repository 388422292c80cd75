import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Json } from '@batonhq/core';
import { UsageError } from './usage-error.ts';

/** Reads `JSON`, `@file`, or `@-` for standard input. `what` names the argument in errors. */
export async function readJsonArgument(given: string, what: string): Promise<Json> {
  const source = given.startsWith('@') ? await readSource(given.slice(1), what) : given;
  try {
    const value: Json = JSON.parse(source);
    return value;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const hint = given.startsWith('@')
      ? `${given.slice(1)} must hold JSON`
      : `quote it for the shell: '{"name":"Ada"}'`;
    throw new UsageError(`${what} is not JSON: ${cause}`, hint);
  }
}

/** True when an argument is meant as JSON or a file of it, and not as the name of a folder. */
export function looksLikeJson(given: string): boolean {
  return /^(?:[@{["]|-?\d+(?:\.\d+)?$|(?:true|false|null)$)/.test(given);
}

/** JSON, or the text itself where it is none; `@file` and `@-` are read, and must be JSON. */
export async function jsonOrText(given: string): Promise<Json> {
  if (given.startsWith('@')) return readJsonArgument(given, 'the value');
  try {
    const value: Json = JSON.parse(given);
    return value;
  } catch {
    return given;
  }
}

async function readSource(path: string, what: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  return readTextFile(path, what);
}

/** The text of a file that was named on the command line. Throws {@link UsageError}. */
export async function readTextFile(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
    throw new UsageError(`${what}: ${path} ${reason}`);
  }
}
