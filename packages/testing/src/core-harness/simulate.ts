import type { Evaluator, Json } from '@batonhq/core';
import { programOf, type DefinitionText } from './program-of.ts';
import { SimulatedExecution, type SimulationSetup } from './simulated-execution.ts';

/** How to simulate; everything may be left out. */
export interface SimulateOptions extends Omit<SimulationSetup, 'program'> {
  readonly input?: Json;
  readonly evaluator?: Evaluator;
}

/**
 * Compiles a definition and starts an execution of it in the pure core.
 *
 * @example
 * simulate([{ a: { call: 'double' } }], { input: 21, functions: { double: (n) => Number(n) * 2 } }).finish();
 */
export function simulate(definition: DefinitionText, options: SimulateOptions = {}): SimulatedExecution {
  const { input = {}, evaluator, ...setup } = options;
  return new SimulatedExecution({ program: programOf(definition, evaluator), ...setup }).start(input);
}
