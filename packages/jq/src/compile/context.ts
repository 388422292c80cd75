/** Compiles a whole program: its tree, the functions that are called, and the library where it is used. */
import { definitionFor, isInternal, specialFor } from '../builtins/registry.ts';
import type { Exec } from '../machine/machine.ts';
import { Unit } from '../machine/machine.ts';
import { parse } from '../syntax/parser.ts';
import { buildNode } from './build.ts';
import { bindDefinition } from './calls.ts';
import { to } from './code.ts';
import type { DefinitionBinding, Names, ProgramContext, Scope, SlotBinding, Special } from './scope.ts';
import { find } from './scope.ts';

/** How many calls a program may have inlined; beyond that its functions are called. */
const MAX_INLINING = 2000;

/** A program that is linked with what its outputs go to. */
export interface Linked {
  readonly unit: Unit;
  readonly exec: Exec;
  /** The slots that the caller's variables are in. */
  readonly slots: ReadonlyMap<string, number>;
}

export function link(source: string, variables: readonly string[], output: Exec): Linked {
  const ast = parse(source);
  const unit = new Unit(null);
  const slots = new Map(variables.map((name) => [name, unit.valueSlot()]));
  const scope = rootScope(source, unit, slots);
  const exec = buildNode(ast, scope).link(to(output));
  const { postponed } = scope.program;
  for (let compile = postponed.pop(); compile !== undefined; compile = postponed.pop()) compile();
  return { unit, exec, slots };
}

function rootScope(source: string, unit: Unit, slots: ReadonlyMap<string, number>): Scope {
  const library = new Map<string, DefinitionBinding>();
  const program: ProgramContext = {
    source,
    build: buildNode,
    builtin: (key, isLibrary) => builtin({ key, isLibrary }, libraryScope),
    library,
    postponed: [],
    inlining: MAX_INLINING,
  };
  const libraryScope: Scope = {
    unit,
    variables: null,
    functions: null,
    labels: null,
    inlined: 0,
    isLibrary: true,
    program,
  };
  let variables: Names<SlotBinding> | null = null;
  for (const [name, slot] of slots) variables = { name, meaning: { unit, slot }, outer: variables };
  return { ...libraryScope, variables, isLibrary: false };
}

function builtin(
  { key, isLibrary }: { readonly key: string; readonly isLibrary: boolean },
  scope: Scope,
): DefinitionBinding | Special | null {
  if (isInternal(key) && !isLibrary) return null;
  const special = specialFor(key);
  if (special !== null) return special;
  const known = scope.program.library.get(key);
  if (known !== undefined) return known;
  const definition = definitionFor(key);
  if (definition === null) return null;
  const binding = find(bindDefinition(definition, scope).functions, key);
  if (binding?.kind !== 'definition') return null;
  // Definitions of the library find each other here, not in the order of their source.
  binding.scope = scope;
  scope.program.library.set(key, binding);
  return binding;
}
