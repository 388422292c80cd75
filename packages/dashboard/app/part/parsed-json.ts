import type { Json } from '../client.ts';

/** A value as somebody can edit it: marks that hide or reorder stand as JSON spells them, so that nothing is unseen. */
export function editableJson(value: Json): string {
  return JSON.stringify(value, null, 2).replaceAll(/(?!\n)[\p{Cc}\p{Cf}]/gu, (mark) =>
    mark
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** What somebody typed, as JSON; nothing at all is an empty object. Says in which text the mistake is, and where. */
export function parsedJson(what: string, text: string): Json {
  try {
    return JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (error) {
    throw new SyntaxError(`${what} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
