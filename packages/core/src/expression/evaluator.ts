import type { Json } from '../kernel/json.ts';

/**
 * Looks up a variable of an expression by its name without `$`; called only for names the expression mentions. Under
 * {@link triggerTime} it knows the time, for languages that can ask for it.
 */
export type Scope = (name: string) => Json;

/**
 * The name, one that no variable can have, under which a scope tells the time of the trigger that is decided on, in
 * milliseconds since 1970: the same whenever and wherever the decision is made again. The machine's clock is nothing that an
 * expression may see.
 */
export const triggerTime = '@trigger-time';

/** One compiled expression. Throws a `FaultError` of type expression when evaluation fails. */
export interface Expression {
  /** The variables it mentions, without `$`. */
  readonly variables: readonly string[];
  /** Its first output; no output at all is `null`. */
  evaluate(input: Json, scope: Scope): Json;
}

/** Compiles expressions of one language (jq by default). Throws {@link ExpressionSyntaxError}. */
export interface Evaluator {
  compile(source: string): Expression;
}

/** An expression that cannot be parsed. */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
  /** Zero-based offset in the source, where known. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * A value of a definition in which expressions were compiled.
 *
 * `deferred` says that it mentions `$secrets` or `$authorization`: then it is evaluated in `perform`, at the last
 * moment, and its value never reaches the journal.
 */
export interface Computed {
  /** What the author wrote. */
  readonly source: Json;
  /** True when there is nothing to evaluate. */
  readonly constant: boolean;
  readonly deferred: boolean;
  evaluate(input: Json, scope: Scope): Json;
}
