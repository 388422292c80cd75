import { RefusalError } from './refusal.ts';

/** Levels at most, as for everything that the engine takes: whatever walks through a value calls itself for each. */
const deepest = 500;

/**
 * Reads JSON that somebody sent; nothing at all is an object without members.
 *
 * @throws {RefusalError} 400 for what is no JSON, 413 for what is nested too deep.
 */
export function parsedBody(text: string): unknown {
  const value = parsed(text === '' ? '{}' : text);
  if (text.length > deepest && isDeeper(value)) throw new RefusalError(413, `nested deeper than ${deepest} levels`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RefusalError(400, `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Level by level, and not by calling itself: that is what it is there to prevent. */
function isDeeper(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
