/** The variables in an expression, without `$`. */
export interface ScannedVariables {
  /** Every name that is read. */
  readonly mentioned: readonly string[];
  /** Names that the expression itself binds somewhere (`as $x`, `def f($x)`). */
  readonly bound: ReadonlySet<string>;
}

/** Texts, interpolations `\( … )` inside them, comments, names, and everything else by the character. */
const token = /"|#[^\n]*|\$?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*|\.[A-Za-z_]\w*|\?\/\/|[\s\S]/y;

/**
 * Finds the `$name` variables that an expression mentions, without parsing it: names in texts and comments do not
 * count, names in interpolations inside texts do. `$__loc__` is the language's own and does not count.
 *
 * @example scanVariables('.a + $input.b | "\\($context)"').mentioned // ['input', 'context']
 */
export function scanVariables(source: string): ScannedVariables {
  if (!source.includes('$')) return { mentioned: [], bound: new Set() };
  const found: Found = { mentioned: new Set(), bound: new Set() };
  const binder = createBinder();
  for (const part of tokens(source)) {
    const binding = binder(part);
    if (!part.startsWith('$') || part.length === 1 || part === '$__loc__') continue;
    (binding ? found.bound : found.mentioned).add(part.slice(1));
  }
  return { mentioned: [...found.mentioned], bound: found.bound };
}

interface Found {
  readonly mentioned: Set<string>;
  readonly bound: Set<string>;
}

/** Follows the tokens and says of each whether it stands where a variable is bound rather than read. */
function createBinder(): (part: string) => boolean {
  let state: 'outside' | 'pattern' | 'definition' | 'parameters' = 'outside';
  let depth = 0;
  return (part) => {
    if (state === 'outside') {
      if (part === 'as') state = 'pattern';
      if (part === 'def') state = 'definition';
      depth = 0;
      return false;
    }
    if (state === 'definition') {
      if (part === '(') state = 'parameters';
      if (part === ':') state = 'outside';
      return false;
    }
    if (state === 'parameters') {
      if (part === ')') state = 'outside';
      return true;
    }
    if ('[{'.includes(part)) depth += 1;
    if (']}'.includes(part)) depth -= 1;
    if (depth <= 0 && (part === '|' || part === '(')) state = 'outside';
    return true;
  };
}

/** The tokens that matter, in order; what a text holds is left out, save its interpolations. */
function* tokens(source: string): Generator<string> {
  const nesting: number[] = [];
  let position = 0;
  while (position < source.length) {
    token.lastIndex = position;
    const part = token.exec(source)?.[0] ?? '';
    position += Math.max(part.length, 1);
    const open = nesting.length - 1;
    if (part === '"') {
      const end = endOfText(source, position);
      if (end.interpolates) nesting.push(0);
      position = end.position;
    } else if (part === ')' && nesting[open] === 0) {
      nesting.pop();
      const end = endOfText(source, position);
      if (end.interpolates) nesting.push(0);
      position = end.position;
    } else {
      if (part === '(' && open >= 0) nesting[open] = (nesting[open] ?? 0) + 1;
      if (part === ')' && open >= 0) nesting[open] = (nesting[open] ?? 0) - 1;
      if (part.trim() !== '' && !part.startsWith('#') && !part.startsWith('.')) yield part;
    }
  }
}

/** From inside a text to behind its closing quote, or behind the `\(` of its next interpolation. */
function endOfText(source: string, start: number): { readonly position: number; readonly interpolates: boolean } {
  let position = start;
  while (position < source.length && source[position] !== '"') {
    if (source[position] === '\\') {
      if (source[position + 1] === '(') return { position: position + 2, interpolates: true };
      position += 1;
    }
    position += 1;
  }
  return { position: position + 1, interpolates: false };
}
