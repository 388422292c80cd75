import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParameterCard, ToolCard, ToolLink } from '@batonhq/agents/planner';
import { BenchError } from '../bench-error.ts';

/** One request with the functions that serve it, in order. */
export interface PlannedRequest {
  readonly request: string;
  readonly tools: readonly string[];
  readonly links: readonly ToolLink[];
}

/** A folder with requests and plans. */
export interface DataSet {
  readonly tools: readonly ToolCard[];
  readonly links: readonly ToolLink[];
  readonly train: readonly PlannedRequest[];
  readonly test: readonly PlannedRequest[];
  /** SHA-256 over the names and bytes of the files. */
  readonly hash: string;
}

const files = ['tools.json', 'links.json', 'train.jsonl', 'test.jsonl'] as const;

/** Null where the folder is missing, or one of its files. */
export function readDataSet(folder: string): DataSet | null {
  if (!files.every((name) => existsSync(join(folder, name)))) return null;
  const [tools, links, train, test] = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const hash = createHash('sha256');
  for (const [at, text] of [tools, links, train, test].entries())
    hash.update(`${files[at] ?? ''}\n`).update(text ?? '');
  return {
    tools: listOf(parsed(tools, 'tools.json')).map(cardOf),
    links: listOf(parsed(links, 'links.json')).map(linkOf),
    train: linesOf(train, 'train.jsonl').map(requestOf),
    test: linesOf(test, 'test.jsonl').map(requestOf),
    hash: hash.digest('hex'),
  };
}

function linesOf(text = '', file: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => parsed(line, `${file}, line ${index + 1}`));
}

function parsed(text = '', place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BenchError(`${place} is not JSON`, { cause });
  }
}

function cardOf(value: unknown): ToolCard {
  return {
    id: textOf(value, 'id'),
    name: textOf(value, 'name'),
    description: textOf(value, 'description'),
    parameters: entriesOf(member(value, 'parameters')).map(parameterOf),
    results: entriesOf(member(value, 'responses'))
      .map(([name, about]) => `${name} ${optionalText(about, 'description')}`)
      .join(' '),
    area: optionalList(member(value, 'domain')).filter(isText).join(' '),
  };
}

function parameterOf([name, about]: readonly [string, unknown]): ParameterCard {
  const type = optionalText(about, 'type');
  const kind = /^(int|float|number)/.test(type) ? 'number' : type.startsWith('str') ? 'text' : 'other';
  return { name, description: optionalText(about, 'description'), kind };
}

function requestOf(value: unknown): PlannedRequest {
  return {
    request: textOf(value, 'request'),
    tools: listOf(member(value, 'nodes')).filter(isText),
    links: listOf(member(value, 'links')).map(linkOf),
  };
}

function linkOf(value: unknown): ToolLink {
  const [from, to] = listOf(value);
  if (!isText(from) || !isText(to)) throw new BenchError(`not a pair of functions: ${JSON.stringify(value)}`);
  return [from, to];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function textOf(value: unknown, name: string): string {
  const text = member(value, name);
  if (!isText(text)) throw new BenchError(`no text \`${name}\` in ${JSON.stringify(value).slice(0, 100)}`);
  return text;
}

function optionalText(value: unknown, name: string): string {
  const text = member(value, name);
  return isText(text) ? text : '';
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new BenchError(`not a list: ${JSON.stringify(value).slice(0, 100)}`);
  return value;
}

function optionalList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
