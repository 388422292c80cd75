/** Conditions on positions. */
import { isWord } from './classes.ts';
import type { Anchor } from './syntax.ts';

export interface Place {
  readonly text: string;
  readonly position: number;
  readonly searchStart: number;
}

export function matchesAnchor(anchor: Anchor, { text, position, searchStart }: Place): boolean {
  switch (anchor) {
    case 'text-start':
      return position === 0;
    case 'text-end':
      return position === text.length;
    case 'last-line-end':
      return position === text.length || (position === text.length - 1 && text[position] === '\n');
    case 'line-start':
      return position === 0 || (text[position - 1] === '\n' && position < text.length);
    case 'line-end':
      return position === text.length || text[position] === '\n';
    case 'word':
      return isBoundary(text, position);
    case 'not-word':
      return !isBoundary(text, position);
    case 'search-start':
      return position === searchStart;
  }
}

function isBoundary(text: string, position: number): boolean {
  const after = text.codePointAt(position);
  const pair = position >= 2 ? (text.codePointAt(position - 2) ?? 0) : 0;
  const before = pair > 0xffff ? pair : position >= 1 ? text.charCodeAt(position - 1) : undefined;
  return (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after));
}
