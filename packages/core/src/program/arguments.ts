import type { Computed, Scope } from '../expression/evaluator.ts';
import { FaultError, fault } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import type { InputRules } from './data-rules.ts';

/*
 * A call of a function in `use.functions` is compiled to a `do` that holds the function's task. What the call gives in
 * `with` is the raw input of that task: everything that looks at the raw input looks at it through these.
 */

/** Evaluates `computed` over what a call gives instead of over the input. */
export function over(given: Computed, computed: Computed): Computed {
  return {
    ...computed,
    constant: false,
    evaluate: (input, scope) => computed.evaluate(argumentsOf(given, input, scope), scope),
  };
}

/** The input rules of a function's task, applied to what the call gives. */
export function argumentRules(given: Computed, { check, from }: InputRules): InputRules {
  const evaluate = (input: Json, scope: Scope): Json => {
    const value = argumentsOf(given, input, scope);
    const problems = check?.(value) ?? [];
    if (problems.length > 0)
      throw new FaultError(fault('validation', `the input is not valid: ${problems.join('; ')}`));
    return from === undefined ? value : from.evaluate(value, scope);
  };
  return { from: { source: from?.source ?? given.source, constant: false, deferred: false, evaluate } };
}

/** For the expressions of `with`, `$input` is the input of the calling task. */
function argumentsOf(given: Computed, input: Json, scope: Scope): Json {
  return given.evaluate(input, (name) => (name === 'input' ? input : scope(name)));
}
