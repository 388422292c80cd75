/**
 * What Baton is tested with: journals in memory, simulated disks, conformance suites.
 *
 * @module
 */
export { SimulatedDisk } from './memory-journal/simulated-disk.ts';
export type { SimulatedDiskOptions, TornGroup } from './memory-journal/simulated-disk.ts';
export { MemoryJournal } from './memory-journal/memory-journal.ts';
export type { MemoryJournalDisk } from './memory-journal/memory-journal.ts';
export { journalSuite } from './journal-suite/journal-suite.ts';
export type { JournalPlace } from './journal-suite/law.ts';
export { SeededRandom } from './random/seeded-random.ts';
export { SimulatedClock, simulatedStart } from './time/simulated-clock.ts';
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
