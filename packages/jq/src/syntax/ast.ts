/**
 * The syntax tree of a jq program. Nodes are plain readonly data in a union by `kind`; whoever handles nodes
 * does so exhaustively, so that a new kind fails to compile until it is handled everywhere.
 */
import type { Json } from '../value/json.ts';

/** Operators that combine one value of each side; the assignments `+=`, `-=` ... name them too. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=';

export type AssignOperator = '=' | '|=' | '//=' | '+=' | '-=' | '*=' | '/=' | '%=';

export type Ast =
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'string'; readonly format: string; readonly parts: readonly (string | Ast)[] }
  | { readonly kind: 'format'; readonly format: string; readonly offset: number }
  | { readonly kind: 'index'; readonly target: Ast; readonly key: Ast; readonly isOptional: boolean }
  | {
      readonly kind: 'slice';
      readonly target: Ast;
      readonly from: Ast | null;
      readonly upto: Ast | null;
      readonly isOptional: boolean;
    }
  | { readonly kind: 'iterate'; readonly target: Ast; readonly isOptional: boolean }
  | { readonly kind: 'array'; readonly body: Ast | null }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'negate'; readonly body: Ast }
  | { readonly kind: 'pipe'; readonly stages: readonly Ast[] }
  | { readonly kind: 'comma'; readonly items: readonly Ast[] }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or'; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'alternative'; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'assign'; readonly operator: AssignOperator; readonly left: Ast; readonly right: Ast }
  | { readonly kind: 'if'; readonly condition: Ast; readonly then: Ast; readonly otherwise: Ast }
  | { readonly kind: 'try'; readonly body: Ast; readonly handler: Ast | null }
  | {
      readonly kind: 'reduce';
      readonly source: Ast;
      readonly patterns: Patterns;
      readonly init: Ast;
      readonly update: Ast;
    }
  | {
      readonly kind: 'foreach';
      readonly source: Ast;
      readonly patterns: Patterns;
      readonly init: Ast;
      readonly update: Ast;
      readonly extract: Ast | null;
    }
  | { readonly kind: 'bind'; readonly source: Ast; readonly patterns: Patterns; readonly body: Ast }
  | { readonly kind: 'label'; readonly name: string; readonly body: Ast }
  | { readonly kind: 'break'; readonly name: string; readonly offset: number }
  | { readonly kind: 'define'; readonly definition: Definition; readonly body: Ast }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Ast[]; readonly offset: number }
  | { readonly kind: 'variable'; readonly name: string; readonly offset: number };

/** One node kind, for handlers of a single kind. */
export type Node<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

/** `{key: value}`; keys are expressions too, because they may be computed. */
export interface ObjectEntry {
  readonly key: Ast;
  readonly value: Ast;
  readonly offset: number;
}

/** A function parameter: `f` is a filter, `$x` a value (which is also callable as the filter `x`). */
export interface Parameter {
  readonly name: string;
  readonly isValue: boolean;
}

export interface Definition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Ast;
}

/** What stands right of `as`: at least one pattern; several are tried in turn (`?//`). */
export type Patterns = readonly [Pattern, ...Pattern[]];

export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'elements'; readonly elements: readonly Pattern[] }
  | { readonly kind: 'members'; readonly members: readonly MemberPattern[] };

/** `{key: pattern}`; `{$name}` and `{$name: pattern}` also bind the member itself to `name`. */
export interface MemberPattern {
  readonly key: Ast;
  readonly name: string | null;
  readonly value: Pattern | null;
}

/** `target[key]`. Steps are optional when a `?` follows them: then their own errors, not those of their parts, are ignored. */
export const indexInto = (target: Ast, key: Ast): Node<'index'> => ({ kind: 'index', target, key, isOptional: false });

export const IDENTITY: Ast = { kind: 'identity' };

export const literal = (value: Json): Ast => ({ kind: 'literal', value });
