import type { Expression } from './expression.ts';
import { computed, reference, type Ref } from './reference.ts';
import { toJq } from './write.ts';

/**
 * jq as it is, for everything that has no function of its own. You say what it gives; nothing checks it. In a template,
 * expressions and constants can be put in.
 *
 * @example jq<number>('.items | map(.price) | add')
 * @example jq<number>`${input.price} * ${input.amount}`
 */
export function jq<T = unknown>(text: string | TemplateStringsArray, ...parts: readonly unknown[]): Ref<T> {
  if (typeof text === 'string') return reference({ jq: bare(text), isTerm: false });
  return reference({ jq: String.raw({ raw: text.raw }, ...parts.map(partJq)), isTerm: false });
}

/** `.` in brackets: what follows it may be a path. */
function partJq(part: unknown): string {
  const jq = toJq(part);
  return jq === '.' ? '(.)' : jq;
}

/** `${ … }` around it may be left out. */
function bare(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('${') && trimmed.endsWith('}') ? trimmed.slice(2, -1).trim() : trimmed;
}

/**
 * A text with expressions in it.
 *
 * @example text`Dear ${input.customer.name}, your order ${input.id} is on its way.`
 */
export function text(strings: TemplateStringsArray, ...parts: readonly unknown[]): Expression<string> {
  const pieces = strings.map((piece, index) => {
    const constant = JSON.stringify(piece).slice(1, -1);
    return index < parts.length ? `${constant}\\(${toJq(parts[index])})` : constant;
  });
  return computed({ jq: `"${pieces.join('')}"`, isTerm: true });
}
