/** The same evaluations by this package. */
import { compile, JqError, JqSyntaxError } from '../src/index.ts';
import type { Json } from '../src/index.ts';
import type { Case, Outcome } from './oracle.ts';

export function evaluate({ program, input }: Case): Outcome {
  const outputs: Json[] = [];
  try {
    compile(program).run(input, {}, (output) => outputs.push(output));
    return { outputs, error: undefined, refused: null };
  } catch (error) {
    if (JqSyntaxError.isInstance(error)) return { outputs, error: undefined, refused: error.message };
    if (JqError.isInstance(error)) return { outputs, error: error.value, refused: null };
    throw error;
  }
}
