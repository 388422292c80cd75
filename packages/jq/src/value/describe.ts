/** Values as error messages show them: `string ("abc")`, cut to 30 bytes. */
import { JqError } from '../errors/jq-error.ts';
import { JqLimitError } from '../errors/jq-limit-error.ts';
import type { Run } from '../machine/run.ts';
import type { Json, ObjectDraft } from './json.ts';
import { at, isArray, isObject, member, put, typeOf } from './json.ts';
import { toJsonText } from './json-text.ts';
import { utf8Length } from './unicode.ts';

const SHOWN_BYTES = 29;

/** The JSON text of a value, cut where it gets long; the closing quote or bracket stays. */
export function excerpt(value: Json, run: Run): string {
  const text = toJsonText(shorten(value, { left: SHOWN_BYTES + 1 }), run);
  if (utf8Length(text) <= SHOWN_BYTES) return text;
  const closing = typeof value === 'string' ? '"' : isArray(value) ? ']' : isObject(value) ? '}' : '';
  let room = SHOWN_BYTES - 3 - closing.length;
  let kept = '';
  for (const char of text) {
    room -= utf8Length(char);
    if (room < 0) break;
    kept += char;
  }
  return `${kept}...${closing}`;
}

// Only the beginning is shown, so only the beginning is written: a message must not cost what its value weighs.
function shorten(value: Json, budget: { left: number }): Json {
  budget.left -= 1;
  if (typeof value === 'string') return value.length > SHOWN_BYTES + 1 ? value.slice(0, SHOWN_BYTES + 1) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    const items: Json[] = [];
    for (let index = 0; index < value.length && budget.left > 0; index += 1)
      items.push(shorten(at(value, index), budget));
    return items;
  }
  const draft: ObjectDraft = {};
  for (const key of Object.keys(value)) {
    if (budget.left <= 0) break;
    put(draft, key.slice(0, SHOWN_BYTES + 1), shorten(member(value, key), budget));
  }
  return draft;
}

/** A value with its type, as most messages name it. */
export const describe = (value: Json, run: Run): string => `${typeOf(value)} (${excerpt(value, run)})`;

/** Whether the program's own `try` may catch what was thrown. */
export const isCatchable = (error: unknown): error is JqError =>
  error instanceof JqError && !(error instanceof JqLimitError) && error.name === 'JqError';
