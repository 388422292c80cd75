/** `source as pattern | body`, destructuring, and its alternatives. */
import type { JqError } from '../errors/jq-error.ts';
import type { Code, Direct, Exec } from '../machine/machine.ts';
import type { Node, Pattern, Patterns } from '../syntax/ast.ts';
import { isCatchable } from '../value/describe.ts';
import type { Json } from '../value/json.ts';
import { index } from '../value/access.ts';
import { fromDirect, fromLink, saveInput, to } from './code.ts';
import type { Names, Scope, SlotBinding } from './scope.ts';
import { build, find, notDefined, reader } from './scope.ts';

export function buildVariable(node: Node<'variable'>, scope: Scope): Code {
  const binding = find(scope.variables, node.name);
  if (binding === null) return buildGlobal(node, scope);
  return fromDirect(reader(scope, binding));
}

/** The two variables that are there without being declared. */
function buildGlobal(node: Node<'variable'>, scope: Scope): Code {
  if (node.name === 'ENV') return fromDirect((_value, frame) => ({ ...frame.run.host.env }));
  if (node.name === 'JQ_BUILD_CONFIGURATION') return fromDirect(() => 'batonhq');
  throw notDefined(`$${node.name}`, scope, node.offset);
}

/** The scope in which all the variables of some patterns are bound. */
export function declare(patterns: Patterns, scope: Scope): Scope {
  let { variables } = scope;
  for (const name of new Set(patterns.flatMap(namesOf))) {
    variables = { name, meaning: { unit: scope.unit, slot: scope.unit.valueSlot() }, outer: variables };
  }
  return { ...scope, variables };
}

function namesOf(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case 'name':
      return [pattern.name];
    case 'elements':
      return pattern.elements.flatMap(namesOf);
    case 'members':
      return pattern.members.flatMap(({ name, value }) => [
        ...(name === null ? [] : [name]),
        ...(value === null ? [] : namesOf(value)),
      ]);
  }
}

export function buildBind(node: Node<'bind'>, scope: Scope): Code {
  const source = build(node.source, scope);
  const inner = declare(node.patterns, scope);
  const body = build(node.body, inner);
  const [first, ...others] = node.patterns;
  if (others.length === 0 && first.kind === 'name' && source.direct !== null) {
    return bindName(source.direct, body, slotOf(first.name, inner));
  }
  return fromLink((next) => {
    const input = saveInput(scope);
    const run = body.link(to(next.exec));
    const matched: Exec = (_value, _path, frame) => run(input.value(frame), input.path(frame), frame);
    const start = source.link(to(matchAny(node.patterns, { inner, outer: scope }, matched)));
    return input.save((value, _path, frame) => start(value, null, frame));
  });
}

/** The commonest binding, of one value to one name; it is as direct as its body. */
function bindName(sourceOf: Direct, body: Code, slot: number): Code {
  const { direct: bodyOf } = body;
  const link: Code['link'] = (next) => {
    const exec = body.link(next);
    return (value, path, frame) => {
      frame.values[slot] = sourceOf(value, frame);
      return exec(value, path, frame);
    };
  };
  if (bodyOf === null) return fromLink(link);
  return {
    direct: (value, frame) => {
      frame.values[slot] = sourceOf(value, frame);
      return bodyOf(value, frame);
    },
    link,
  };
}

interface PatternScopes {
  /** Where the variables of the patterns are bound. */
  readonly inner: Scope;
  /** Where the key expressions of the patterns are evaluated. */
  readonly outer: Scope;
}

function slotOf(name: string, scope: Scope): number {
  const binding: SlotBinding | null = find(scope.variables, name);
  return binding?.slot ?? 0;
}

/** Binds by the first alternative that raises no error, neither while matching nor in anything that follows. */
export function matchAny(patterns: Patterns, scopes: PatternScopes, then: Exec): Exec {
  const [first, ...others] = patterns;
  if (others.length === 0) return match(first, scopes, then);
  const slots = boundSlots(scopes);
  const attempts = patterns.map((pattern) => match(pattern, scopes, then));
  const last = attempts.pop() ?? then;
  return (value, path, frame) => {
    const { depth } = frame.run;
    for (const attempt of attempts) {
      for (const slot of slots) frame.values[slot] = null;
      frame.run.step();
      try {
        return attempt(value, path, frame);
      } catch (error) {
        ensureCatchable(error);
        frame.run.depth = depth;
      }
    }
    for (const slot of slots) frame.values[slot] = null;
    return last(value, path, frame);
  };
}

function ensureCatchable(error: unknown): asserts error is JqError {
  if (!isCatchable(error)) throw error;
}

function boundSlots(scopes: PatternScopes): readonly number[] {
  const slots: number[] = [];
  const end: Names<SlotBinding> | null = scopes.outer.variables;
  for (let entry = scopes.inner.variables; entry !== null && entry !== end; entry = entry.outer)
    slots.push(entry.meaning.slot);
  return slots;
}

function match(pattern: Pattern, scopes: PatternScopes, then: Exec): Exec {
  switch (pattern.kind) {
    case 'name':
      return bindTo(slotOf(pattern.name, scopes.inner), then);
    case 'elements':
      return matchParts(
        pattern.elements.map((element, position) => ({ key: keyCode(position), name: null, value: element })),
        scopes,
        then,
      );
    case 'members':
      return matchParts(
        pattern.members.map(({ key, name, value }) => ({ key: build(key, scopes.outer), name, value })),
        scopes,
        then,
      );
  }
}

const bindTo =
  (slot: number, then: Exec): Exec =>
  (value, path, frame) => {
    frame.values[slot] = value;
    return then(value, path, frame);
  };

const keyCode = (key: Json): Code => fromDirect(() => key);

interface Part {
  readonly key: Code;
  readonly name: string | null;
  readonly value: Pattern | null;
}

/** Matches the parts of a value one after the other, once for every key that each part may have. */
function matchParts(parts: readonly Part[], scopes: PatternScopes, then: Exec): Exec {
  const whole = scopes.outer.unit.valueSlot();
  let exec = then;
  for (const { key, name, value } of [...parts].reverse()) {
    const next = exec;
    const matched = value === null ? next : match(value, scopes, next);
    const bound = name === null ? matched : bindTo(slotOf(name, scopes.inner), matched);
    const visit = key.link(
      to((found, _path, frame) => {
        frame.run.step();
        return bound(index(frame.value(whole), found, frame.run), null, frame);
      }),
    );
    exec = (_value, _path, frame) => visit(frame.value(whole), null, frame);
  }
  return bindTo(whole, exec);
}
