import type { Evaluator, Json, Past } from '@batonhq/core';
import { programOf, type DefinitionText } from './program-of.ts';
import { SimulatedExecution, type SimulationSetup } from './simulated-execution.ts';

/** How to simulate; everything may be left out. */
export interface SimulateOptions extends Omit<SimulationSetup, 'program'> {
  readonly input?: Json;
  readonly evaluator?: Evaluator;
  /** What it takes over from another execution. */
  readonly past?: Past | null;
}

/**
 * Compiles a definition and starts an execution of it in the pure core.
 *
 * @example
 * simulate([{ a: { call: 'double' } }], { input: 21, functions: { double: (n) => Number(n) * 2 } }).finish();
 */
export function simulate(definition: DefinitionText, options: SimulateOptions = {}): SimulatedExecution {
  const { input = {}, evaluator, past = null, ...setup } = options;
  return new SimulatedExecution({ program: programOf(definition, evaluator), ...setup }).start(input, past);
}
