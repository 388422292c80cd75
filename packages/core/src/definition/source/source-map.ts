import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { PathSegment } from '../../kernel/json-pointer.ts';
import { createLineIndex, type TextPosition } from './line-index.ts';
import { asNode, offsetOf } from './yaml-value.ts';

/** What of a member is meant: its name, or its value. */
export type Aspect = 'key' | 'value';

/** A character inside a text value: offset `offset` of `text`, which stands somewhere in the value. */
export interface Inside {
  readonly text: string;
  readonly offset: number;
}

/** Finds where the parts of a definition stand in its text; nothing when it was not read from one. */
export interface SourceMap {
  readonly file?: string;
  position(path: readonly PathSegment[], aspect: Aspect, inside?: Inside): TextPosition | undefined;
}

/** The source map of definitions that were handed over as objects. */
export const noSource: SourceMap = { position: () => undefined };

/** What a source map is made of. */
export interface ParsedText {
  readonly text: string;
  readonly root: Node | null;
  readonly anchors: ReadonlyMap<string, Node>;
  readonly file?: string;
}

/** Positions of the nodes of a parsed YAML text. A path that does not exist gives the place of what is around it. */
export function createSourceMap(parsed: ParsedText): SourceMap {
  const lines = createLineIndex(parsed.text);
  return {
    ...(parsed.file !== undefined && { file: parsed.file }),
    position(path, aspect, inside) {
      const found = find(parsed, path);
      const node = aspect === 'key' ? (found.key ?? found.value) : (found.value ?? found.key);
      if (node === null) return lines(0);
      return lines(inside === undefined ? offsetOf(node) : offsetInside(parsed.text, node, inside));
    },
  };
}

interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
}

function find(parsed: ParsedText, path: readonly PathSegment[]): Found {
  let found: Found = { key: null, value: parsed.root };
  for (const segment of path) {
    const inner = step(resolved(parsed, found.value), String(segment));
    if (inner === undefined) return found;
    found = inner;
  }
  return found;
}

function resolved({ anchors }: ParsedText, node: Node | null): Node | null {
  return node !== null && isAlias(node) ? (anchors.get(node.source) ?? null) : node;
}

function step(node: Node | null, segment: string): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isKey(item, segment));
    return pair === undefined ? undefined : { key: asNode(pair.key), value: asNode(pair.value) };
  }
  const item = isSeq(node) ? asNode(node.items[Number(segment)]) : null;
  return item === null ? undefined : { key: null, value: item };
}

function isKey({ key }: Pair, segment: string): boolean {
  return isScalar(key) && (key.value === segment || key.source === segment);
}

/** Exact for texts written in one piece; the beginning of the value for those that are folded or escaped. */
function offsetInside(text: string, node: Node, { text: part, offset }: Inside): number {
  const start = offsetOf(node);
  const at = text.slice(start, node.range?.[1] ?? start).indexOf(part);
  return at < 0 ? start : start + at + offset;
}
