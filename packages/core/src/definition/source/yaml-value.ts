import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../../kernel/json.ts';
import type { DefinitionLimits } from './limits.ts';
import { tooDeep, type TextProblem } from './prescan.ts';

/** A YAML document as JSON, with everything in it that JSON does not have. */
export interface YamlValue {
  readonly value: Json;
  readonly problems: readonly TextProblem[];
  readonly anchors: ReadonlyMap<string, Node>;
}

/** Converts a parsed document, counting aliases as what they stand for. */
export function yamlValue(root: Node | null, limits: DefinitionLimits): YamlValue {
  const reading: Reading = { limits, problems: [], anchors: new Map(), open: new Set(), values: 0 };
  const value = convert(reading, root, 0);
  return { value, problems: reading.problems, anchors: reading.anchors };
}

interface Reading {
  readonly limits: DefinitionLimits;
  readonly problems: TextProblem[];
  readonly anchors: Map<string, Node>;
  /** Anchored nodes that are being converted: an alias to one of them would never end. */
  readonly open: Set<Node>;
  values: number;
}

function convert(reading: Reading, node: Node | null, depth: number): Json {
  if (node === null) return null;
  reading.values += 1;
  if (depth > reading.limits.depth) return refuse(reading, node, tooDeep(reading.limits.depth, offsetOf(node)));
  if (reading.values > reading.limits.values) {
    if (reading.values > reading.limits.values + 1) return null;
    return refuse(reading, node, {
      message: 'the definition has too many values',
      expected: `at most ${reading.limits.values}`,
    });
  }
  if (isAlias(node)) return convertAlias(reading, node, depth);
  checkTag(reading, node);
  if (!('anchor' in node) || node.anchor === undefined) return convertPlain(reading, node, depth);
  reading.anchors.set(node.anchor, node);
  reading.open.add(node);
  const value = convertPlain(reading, node, depth);
  reading.open.delete(node);
  return value;
}

function convertPlain(reading: Reading, node: Node, depth: number): Json {
  if (isMap(node)) return convertMap(reading, node, depth);
  if (isSeq(node)) return convertList(reading, node, depth);
  return isScalar(node) ? convertScalar(reading, node) : null;
}

function convertAlias(reading: Reading, node: Node & { readonly source: string }, depth: number): Json {
  const target = reading.anchors.get(node.source);
  if (target === undefined)
    return refuse(reading, node, { message: `there is no anchor "&${node.source}" before this alias` });
  if (reading.open.has(target))
    return refuse(reading, node, { message: `the alias "*${node.source}" stands inside its own anchor` });
  return convert(reading, target, depth);
}

function convertList(reading: Reading, list: YAMLSeq, depth: number): Json {
  return list.items.map((item) => convert(reading, asNode(item), depth + 1));
}

function convertMap(reading: Reading, map: YAMLMap, depth: number): Json {
  const result: Record<string, Json> = {};
  const seen = new Set<string>();
  for (const pair of map.items) {
    const key = keyOf(reading, pair, map);
    if (key === undefined) continue;
    if (seen.has(key)) refuse(reading, asNode(pair.key) ?? map, { message: `the key "${key}" is already in this map` });
    seen.add(key);
    const value = convert(reading, asNode(pair.value), depth + 1);
    if (!forbiddenKeys.has(key)) result[key] = value;
  }
  return result;
}

/** Names that reach into the machinery of objects. */
const forbiddenKeys = new Set(['__proto__', 'constructor']);

/** True for names that no map of a definition may use as a key. */
export function isForbiddenKey(key: string): boolean {
  return forbiddenKeys.has(key);
}

function keyOf(reading: Reading, pair: Pair, map: YAMLMap): string | undefined {
  const node = asNode(pair.key);
  if (node === null || !isScalar(node) || (node.value === null && node.source !== 'null')) {
    refuse(reading, node ?? map, { message: 'a key of a map must be a text' });
    return undefined;
  }
  checkTag(reading, node);
  const key = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  if (forbiddenKeys.has(key))
    refuse(reading, node, { message: `the key "${key}" is not allowed`, hint: 'choose another name' });
  return key;
}

function convertScalar(reading: Reading, node: Scalar): Json {
  const { value } = node;
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      return refuse(reading, node, { message: 'not a number that JSON has', found: node.source ?? '' });
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      refuse(reading, node, {
        message: 'the number is too large to be exact',
        found: node.source ?? '',
        hint: 'put it in quotes',
      });
    }
    return value;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** Tags of the core schema say what is so anyway; all others stand for types that JSON does not have. */
const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

function checkTag(reading: Reading, node: Node): void {
  const tag = 'tag' in node ? node.tag : undefined;
  if (typeof tag !== 'string' || tag === '!' || coreTags.has(tag)) return;
  refuse(reading, node, {
    message: `the tag "${tag.replace('tag:yaml.org,2002:', '!!')}" is not allowed`,
    hint: 'a definition holds plain data: texts, numbers, booleans, null, lists and maps',
  });
}

function refuse(reading: Reading, node: Node, problem: Omit<TextProblem, 'offset'>): null {
  if (reading.problems.length <= reading.limits.problems) reading.problems.push({ offset: offsetOf(node), ...problem });
  return null;
}

/** Where a node begins in the text. */
export function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Keys and values of a parsed document are nodes; the types of the parser allow for made-up ones. */
export function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}
