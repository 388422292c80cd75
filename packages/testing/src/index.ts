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
export { factStreamSuite } from './journal-suite/fact-stream-suite.ts';
export type { FactStreamPlace } from './journal-suite/fact-stream-place.ts';
export { SimulatedClock, simulatedStart } from './time/simulated-clock.ts';
export { startScriptedModel } from './scripted-model/scripted-model.ts';
export type { ScriptedModel } from './scripted-model/scripted-model.ts';
export type { ChatRequest, Script, ScriptedReply } from './scripted-model/script.ts';
export { bundleProcess } from './crash/host-bundle.ts';
export type { HostBundle } from './crash/host-bundle.ts';
export { killedAt, pointsIn, recordedTo, tracerMissing } from './crash/tracer.ts';
export type { KillPoint } from './crash/tracer.ts';
