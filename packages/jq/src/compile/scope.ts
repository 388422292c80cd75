/** What a filter may refer to at its place in the source, known while it is compiled. */
import { JqSyntaxError } from '../errors/jq-syntax-error.ts';
import type { Code, Direct, Callable, Unit } from '../machine/machine.ts';
import type { Ast, Definition } from '../syntax/ast.ts';

/** An immutable list of names, the innermost first. */
export interface Names<T> {
  readonly name: string;
  readonly meaning: T;
  readonly outer: Names<T> | null;
}

/** A slot in the frame of some enclosing function: a variable, or a label's identity. */
export interface SlotBinding {
  readonly unit: Unit;
  readonly slot: number;
}

export type FunctionBinding =
  | DefinitionBinding
  /** The parameter of an inlined function: the argument itself, in the scope that it was written in. */
  | { readonly kind: 'argument'; readonly ast: Ast; readonly scope: Scope }
  /** The parameter of a function that is called: a closure in its frame. */
  | { readonly kind: 'closure'; readonly unit: Unit; readonly slot: number };

export interface DefinitionBinding {
  readonly kind: 'definition';
  readonly definition: Definition;
  readonly isRecursive: boolean;
  /** The scope of its body, without its parameters. */
  scope: Scope | null;
  /** The function to call where it is not inlined; one for all calls. */
  callable: Callable | null;
}

/** A builtin that compiles its arguments itself. */
export type Special = (args: readonly Ast[], scope: Scope) => Code;

export interface Scope {
  readonly unit: Unit;
  readonly variables: Names<SlotBinding> | null;
  readonly functions: Names<FunctionBinding> | null;
  readonly labels: Names<SlotBinding> | null;
  /** How many inlined calls this place is inside of. */
  readonly inlined: number;
  /** Whether this is the library's own source, which may use its internal builtins. */
  readonly isLibrary: boolean;
  readonly program: ProgramContext;
}

/** What is shared by the whole of a program while it is compiled. */
export interface ProgramContext {
  readonly source: string;
  readonly build: (ast: Ast, scope: Scope) => Code;
  /** A builtin by `name/arity`. */
  readonly builtin: (key: string, isLibrary: boolean) => DefinitionBinding | Special | null;
  /** The definitions of the library that the program uses. */
  readonly library: Map<string, DefinitionBinding>;
  /** Bodies of called functions that are still to be compiled; postponed, so that compiling them does not nest. */
  readonly postponed: (() => void)[];
  /** How many calls may still be inlined. */
  inlining: number;
}

export function find<T>(names: Names<T> | null, name: string): T | null {
  for (let entry = names; entry !== null; entry = entry.outer) if (entry.name === name) return entry.meaning;
  return null;
}

export const build = (ast: Ast, scope: Scope): Code => scope.program.build(ast, scope);

/** How many frames further out a binding's slot is. */
export const hopsTo = (scope: Scope, unit: Unit): number => scope.unit.level - unit.level;

/** Reads a bound slot. */
export function reader(scope: Scope, binding: SlotBinding): Direct {
  const { slot } = binding;
  const hops = hopsTo(scope, binding.unit);
  if (hops === 0) return (_value, frame) => frame.value(slot);
  return (_value, frame) => frame.outward(hops).value(slot);
}

export function notDefined(what: string, scope: Scope, offset: number): JqSyntaxError {
  return new JqSyntaxError(`${what} is not defined`, scope.program.source, offset);
}
