/**
 * What the pure core is tested with: executions without an engine, seeded numbers, a small evaluator.
 *
 * @module
 */
export { SeededRandom } from './random/seeded-random.ts';
export { simulatedStart } from './time/simulated-clock.ts';
export { smallEvaluator } from './expression/small-evaluator.ts';
export { smallSchemas } from './expression/small-schemas.ts';
export { definitionOf, programOf, UnusableDefinitionError } from './core-harness/program-of.ts';
export type { DefinitionText } from './core-harness/program-of.ts';
export { simulate } from './core-harness/simulate.ts';
export type { SimulateOptions } from './core-harness/simulate.ts';
export { pending, SimulatedExecution } from './core-harness/simulated-execution.ts';
export type { SimulatedFunction, SimulatedFunctions, SimulationSetup } from './core-harness/simulated-execution.ts';
export { checkDecision } from './core-harness/decision-checks.ts';
export type { Decided } from './core-harness/decision-checks.ts';
