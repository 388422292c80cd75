import type { Backend, Storm } from './backend-trial.ts';

/** What a backend is given: where it may go beside the public internet. */
export interface BackendSurroundings {
  /** Host and port of the ledger that counts effects. */
  readonly allow: readonly string[];
}

/** A backend that is running, and how to hurt it. */
export interface RunningBackend {
  readonly backend: Backend;
  /** Ends whoever performs steps with `kill -9` and starts another. */
  readonly killWorker?: () => Promise<void>;
  /** The same for a server that workers serve. */
  readonly killServer?: () => Promise<void>;
  /** The same for a database of its own. */
  readonly killStore?: () => Promise<void>;
  stop(): Promise<void>;
}

/** How a backend takes part in the suite. */
export interface BackendCandidate {
  /** Starts it, with the functions of `backend-functions.ts` registered wherever steps are performed. */
  readonly start: (surroundings: BackendSurroundings) => Promise<RunningBackend>;
  /** What of the suite does not fit it, by the name of a part or of a law, and why. */
  readonly skips?: Readonly<Record<string, string>>;
  /** Six executions and one death by default. */
  readonly storm?: Storm;
  /** Milliseconds for one law, 180,000 by default: only what never happens takes that long. */
  readonly timeout?: number;
}
