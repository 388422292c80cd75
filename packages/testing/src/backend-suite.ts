import type { BackendCandidate } from './backend-candidate.ts';

/**
 * Declares, as vitest tests, what every backend must do, whatever it is made of. Await it at the top of a test file: the
 * test runner is only loaded here. One backend serves all laws, one after the other.
 *
 * @param name what the backend is called in the report
 * @example
 * await backendSuite('the engine in memory', { start: startInMemory, skips: { 'kill -9 of the worker': 'it lives in the process of the test' } });
 */
export async function backendSuite(name: string, candidate: BackendCandidate): Promise<void> {
  const { declareBackendLaws } = await import('./backend-declare-laws.ts');
  declareBackendLaws(name, candidate);
}
