/**
 * Definitions and calls.
 *
 * A call of a function that does not call itself is inlined: its body is compiled at the place of the call, with its
 * parameters standing for the arguments. That costs nothing at run time, and lets the body be direct. A recursive
 * function, or one met after enough has been inlined, is compiled once and called; its arguments become closures.
 */
import type { Closure, Code, Exec, Frame, Next, Path, Signal } from '../machine/machine.ts';
import { Callable, Frame as Activation, TAIL, Unit } from '../machine/machine.ts';
import type { Ast, Definition, Node } from '../syntax/ast.ts';
import { callsItself } from '../syntax/recursion.ts';
import type { Json } from '../value/json.ts';
import { fromLink } from './code.ts';
import type { DefinitionBinding, FunctionBinding, Names, Scope } from './scope.ts';
import { build, find, hopsTo, notDefined } from './scope.ts';

/** Inlining deeper than this would nest the compiler as deep. */
const MAX_INLINED = 24;

/** What an activation that is kept takes, with its closures and what was pending in it: measured, then rounded up. */
const ACTIVATION_BYTES = 384;

const keyOf = (name: string, arity: number): string => `${name}/${arity}`;

export function bindDefinition(definition: Definition, scope: Scope): Scope {
  const meaning: DefinitionBinding = {
    kind: 'definition',
    definition,
    isRecursive: callsItself(definition),
    scope: null,
    callable: null,
  };
  const name = keyOf(definition.name, definition.parameters.length);
  const inner: Scope = { ...scope, functions: { name, meaning, outer: scope.functions } };
  meaning.scope = inner;
  return inner;
}

export const buildDefine = (node: Node<'define'>, scope: Scope): Code =>
  build(node.body, bindDefinition(node.definition, scope));

export function buildCall(node: Node<'call'>, scope: Scope): Code {
  const key = keyOf(node.name, node.args.length);
  const binding = find(scope.functions, key);
  if (binding !== null) return callBinding(binding, node.args, scope);
  const builtin = scope.program.builtin(key, scope.isLibrary);
  if (builtin === null) throw notDefined(key, scope, node.offset);
  return typeof builtin === 'function' ? builtin(node.args, scope) : callBinding(builtin, node.args, scope);
}

function callBinding(binding: FunctionBinding, args: readonly Ast[], scope: Scope): Code {
  switch (binding.kind) {
    case 'argument':
      return build(binding.ast, { ...binding.scope, unit: scope.unit, inlined: scope.inlined });
    case 'closure':
      return callClosure(binding, scope);
    case 'definition':
      return isInlined(binding, scope) ? inline(binding, args, scope) : callDefinition(binding, args, scope);
  }
}

function isInlined(binding: DefinitionBinding, scope: Scope): boolean {
  if (binding.isRecursive || scope.inlined >= MAX_INLINED || scope.program.inlining <= 0) return false;
  scope.program.inlining -= 1;
  return true;
}

function inline({ definition, scope: home }: DefinitionBinding, args: readonly Ast[], scope: Scope): Code {
  const outer = home ?? scope;
  let { functions } = outer;
  for (const [index, parameter] of definition.parameters.entries()) {
    const ast = args[index];
    if (ast === undefined) continue;
    functions = { name: keyOf(parameter.name, 0), meaning: { kind: 'argument', ast, scope }, outer: functions };
  }
  return build(bodyOf(definition), { ...outer, functions, unit: scope.unit, inlined: scope.inlined + 1 });
}

/** The body with its value parameters bound: `def f($a): b` is `def f(a): a as $a | b`. */
function bodyOf(definition: Definition): Ast {
  return definition.parameters.reduceRight<Ast>((body, { name, isValue }) => {
    if (!isValue) return body;
    return {
      kind: 'bind',
      source: { kind: 'call', name, args: [], offset: 0 },
      patterns: [{ kind: 'name', name }],
      body,
    };
  }, definition.body);
}

/** Hands an output to whatever the activation was called for. */
const RETURN: Next = { exec: (value, path, frame) => frame.next(value, path, frame.caller), isTail: true };

function callDefinition(binding: DefinitionBinding, args: readonly Ast[], scope: Scope): Code {
  const home = binding.scope ?? scope;
  const callable = callableOf(binding, home);
  const hops = hopsTo(scope, home.unit);
  const closures = args.map((arg) => closureOf(arg, scope));
  return fromLink((next) =>
    calling(next, (frame) => {
      const activation = new Activation(frame.run, callable.unit, frame.outward(hops));
      // Closures keep frames, so these are paid for.
      if (closures.length > 0) frame.run.allocate(ACTIVATION_BYTES);
      for (const [slot, closure] of closures.entries()) activation.closures[slot] = closure(frame);
      return { callable, activation };
    }),
  );
}

function callClosure(binding: FunctionBinding & { kind: 'closure' }, scope: Scope): Code {
  const hops = hopsTo(scope, binding.unit);
  return fromLink((next) =>
    calling(next, (frame) => {
      const closure = frame.outward(hops).closures[binding.slot];
      const { callable, frame: home } = closure ?? { callable: NOWHERE, frame };
      return { callable, activation: new Activation(frame.run, callable.unit, home) };
    }),
  );
}

const NOWHERE = new Callable(new Unit(null));

interface Prepared {
  readonly callable: Callable;
  readonly activation: Frame;
}

/** A call; in tail position it is left to the caller of the function around it, see (M3). */
function calling(next: Next, prepare: (frame: Frame) => Prepared): Exec {
  if (next.isTail) {
    return (value, path, frame) => {
      const { callable, activation } = prepare(frame);
      activation.next = frame.next;
      activation.caller = frame.caller;
      frame.pending = { callable, value, path, frame: activation };
      return TAIL;
    };
  }
  return (value, path, frame) => {
    const { callable, activation } = prepare(frame);
    activation.next = next.exec;
    activation.caller = frame;
    return perform(callable, activation, { value, path });
  };
}

function perform(callable: Callable, activation: Frame, input: { value: Json; path: Path | null }): Signal {
  const { run } = activation;
  run.enter();
  let current = activation;
  let signal = callable.exec(input.value, input.path, current);
  while (signal === TAIL && current.pending !== null) {
    const { pending } = current;
    // The first activation stays on the stack; through it all later ones would be kept.
    current.pending = null;
    current = pending.frame;
    run.step();
    signal = pending.callable.exec(pending.value, pending.path, current);
  }
  run.depth -= 1;
  return signal;
}

function callableOf(binding: DefinitionBinding, home: Scope): Callable {
  if (binding.callable !== null) return binding.callable;
  const unit = new Unit(home.unit);
  const callable = new Callable(unit);
  binding.callable = callable;
  let functions: Names<FunctionBinding> | null = home.functions;
  for (const { name } of binding.definition.parameters) {
    functions = {
      name: keyOf(name, 0),
      meaning: { kind: 'closure', unit, slot: unit.closureSlot() },
      outer: functions,
    };
  }
  compileLater(callable, bodyOf(binding.definition), { ...home, unit, functions, inlined: 0 });
  return callable;
}

function compileLater(callable: Callable, body: Ast, scope: Scope): void {
  scope.program.postponed.push(() => {
    callable.exec = build(body, scope).link(RETURN);
  });
}

/** Makes an argument into a closure; a parameter that is only passed on is the closure it already is. */
function closureOf(arg: Ast, scope: Scope): (frame: Frame) => Closure {
  const binding = arg.kind === 'call' && arg.args.length === 0 ? find(scope.functions, keyOf(arg.name, 0)) : null;
  if (binding?.kind === 'closure') {
    const hops = hopsTo(scope, binding.unit);
    return (frame) => frame.outward(hops).closures[binding.slot] ?? { callable: NOWHERE, frame };
  }
  const unit = new Unit(scope.unit);
  const callable = new Callable(unit);
  compileLater(callable, arg, { ...scope, unit, inlined: 0 });
  return (frame) => ({ callable, frame });
}
