/** Literals, strings, arrays, objects. */
import { JqError } from '../errors/jq-error.ts';
import type { Code } from '../machine/machine.ts';
import type { Run } from '../machine/run.ts';
import { formatter } from '../builtins/formats.ts';
import type { Ast, Node, ObjectEntry } from '../syntax/ast.ts';
import { describe } from '../value/describe.ts';
import type { Json, ObjectDraft } from '../value/json.ts';
import { put } from '../value/json.ts';
import { combine, fromDirect, outputsOf } from './code.ts';
import type { Scope } from './scope.ts';
import { build, notDefined } from './scope.ts';

export const buildLiteral = ({ value }: Node<'literal'>): Code => {
  // 1e1000 is the one literal that JSON cannot hold.
  if (typeof value === 'number') return fromDirect((_input, frame) => frame.run.number(value));
  return fromDirect(() => value);
};

/** Interpolations of a string vary from the right: the last one slowest. */
export function buildString(node: Node<'string'>, scope: Scope): Code {
  const format = formatter(node.format);
  if (format === null) throw notDefined(`the format ${node.format}`, scope, 0);
  const inserted = node.parts.filter((part): part is Ast => typeof part !== 'string');
  const operands = inserted.map((part) => build(part, scope)).reverse();
  return combine(operands, scope, (values, { run }) => {
    let text = '';
    let next = values.length;
    for (const part of node.parts) {
      if (typeof part === 'string') text += part;
      else text += format(values[--next] ?? null, run);
    }
    run.text(text.length);
    return text;
  });
}

export function buildFormat(node: Node<'format'>, scope: Scope): Code {
  const format = formatter(node.format);
  if (format === null) throw notDefined(`the format ${node.format}`, scope, node.offset);
  return fromDirect((value, frame) => format(value, frame.run));
}

export function buildArray(node: Node<'array'>, scope: Scope): Code {
  if (node.body === null) return fromDirect(() => []);
  const outputs = outputsOf(build(node.body, scope), scope);
  return fromDirect((value, frame) => {
    frame.run.container(0);
    return outputs(value, frame);
  });
}

/** Objects are built key by key; the first key varies slowest. */
export function buildObject(node: Node<'object'>, scope: Scope): Code {
  const constantKeys = node.entries.map((entry) => constantKey(entry));
  if (constantKeys.every((key) => key !== null)) return buildRecord(node.entries, constantKeys, scope);
  const operands = node.entries.flatMap(({ key, value }) => [build(key, scope), build(value, scope)]);
  return combine(operands, scope, (values, { run }) => {
    const draft: ObjectDraft = {};
    run.container(values.length >> 1);
    for (let index = 0; index < values.length; index += 2) {
      put(draft, checkKey(values[index] ?? null, run), values[index + 1] ?? null);
    }
    return draft;
  });
}

const constantKey = (entry: ObjectEntry): string | null =>
  entry.key.kind === 'literal' && typeof entry.key.value === 'string' ? entry.key.value : null;

export function checkKey(key: Json, run: Run): string {
  if (typeof key !== 'string') throw new JqError(`Cannot use ${describe(key, run)} as object key`);
  run.read(key.length);
  return key;
}

function buildRecord(entries: readonly ObjectEntry[], keys: readonly string[], scope: Scope): Code {
  const operands = entries.map(({ value }) => build(value, scope));
  const directs = operands.map(({ direct }) => direct);
  if (!directs.every((direct) => direct !== null) || keys.includes('__proto__')) {
    return combine(operands, scope, (values, { run }) => {
      const draft: ObjectDraft = {};
      run.container(keys.length);
      for (const [index, key] of keys.entries()) put(draft, key, values[index] ?? null);
      return draft;
    });
  }
  const fields = keys.map((key, index) => ({ key, direct: directs[index] ?? literalNull }));
  return fromDirect((value, frame) => {
    const draft: ObjectDraft = {};
    frame.run.container(fields.length);
    for (const { key, direct } of fields) draft[key] = direct(value, frame);
    return draft;
  });
}

const literalNull = (): Json => null;
