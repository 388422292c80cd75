import { FaultError, fault } from '../kernel/fault.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Computed } from './evaluator.ts';
import { constant } from './template.ts';

const variable = /\{([^{}]*)\}/g;

/** A part of a path that means this place, or the one above it. */
const dots = /\/\.{1,2}(?=[/?#]|$)/;

/**
 * Compiles a URI with `{name}` variables (simple expansion of RFC 6570): each is replaced by the member of that name
 * of the input, percent-encoded. A missing member or `null` gives nothing; values that would make a path go up are refused.
 *
 * @example compileUriTemplate('https://example.com/pets/{petId}')
 */
export function compileUriTemplate(source: string): Computed {
  const pieces = source.split(variable);
  if (pieces.length === 1) return constant(source);
  return {
    source,
    constant: false,
    deferred: false,
    evaluate(input) {
      const uri = pieces.map((piece, index) => (index % 2 === 0 ? piece : expand(source, piece, input))).join('');
      if (!dots.test(uri) || dots.test(source)) return uri;
      throw new FaultError(fault('expression', `${source} would lead elsewhere: a value is "." or ".."`));
    },
  };
}

function expand(source: string, name: string, input: Json): string {
  const value = isJsonObject(input) && Object.hasOwn(input, name) ? (input[name] ?? null) : null;
  if (value === null) return '';
  if (typeof value === 'object') {
    throw new FaultError(fault('expression', `{${name}} in ${source} is no text, number or boolean`));
  }
  return encodeURIComponent(value).replaceAll(/[!'()*]/g, encodeReserved);
}

/** RFC 3986 reserves these; `encodeURIComponent` leaves them as they are. */
function encodeReserved(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
