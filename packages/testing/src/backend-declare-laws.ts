import * as vitest from 'vitest';
import type { BackendCandidate, RunningBackend } from './backend-candidate.ts';
import { commandLaws } from './backend-command-laws.ts';
import { serverCrashLaws, storeCrashLaws, workerCrashLaws } from './backend-crash-laws.ts';
import { flowLaws } from './backend-flow-laws.ts';
import { BackendLedger } from './backend-ledger.ts';
import { NeverHappenedError, type BackendLaws } from './backend-trial.ts';

const parts: Readonly<Record<string, BackendLaws>> = {
  flow: flowLaws,
  commands: commandLaws,
  'kill -9 of the worker': workerCrashLaws,
  'kill -9 of the server': serverCrashLaws,
  'kill -9 of the database': storeCrashLaws,
};

/** Declares every law as a test; what is skipped says why in its name. */
export function declareBackendLaws(name: string, candidate: BackendCandidate): void {
  const { start, skips = {}, storm = { executions: 6, kills: 1 }, timeout = 180_000 } = candidate;
  vitest.describe(name, () => {
    let ledger: BackendLedger;
    let running: RunningBackend;
    vitest.beforeAll(async () => {
      ledger = await BackendLedger.open();
      running = await start({ allow: [ledger.host] });
    });
    vitest.afterAll(async () => {
      await running.stop();
      await ledger.close();
    });
    for (const [part, says, law] of allLaws()) {
      const reason = skips[says] ?? skips[part];
      const title = reason === undefined ? `${part}: ${says}` : `${part}: ${says} (skipped: ${reason})`;
      vitest.test.skipIf(reason !== undefined)(title, { timeout }, async () => {
        const { backend, killWorker = missing, killServer = missing, killStore = missing } = running;
        await law({ backend, ledger, storm, killWorker, killServer, killStore });
      });
    }
  });
}

function allLaws(): readonly (readonly [part: string, says: string, law: BackendLaws[string]])[] {
  return Object.entries(parts).flatMap(([part, laws]) =>
    Object.entries(laws).map(([says, law]) => [part, says, law] as const),
  );
}

async function missing(): Promise<void> {
  throw new NeverHappenedError('a way to kill it: the candidate must skip this law and say why');
}
