/** The embedded engine keeps the promises of a backend, on the journal in memory and on SQLite. */
import { createEngine } from '@batonhq/engine';
import { backendFunctions } from './backend-functions.ts';
import { startEngineProcess } from './backend-remote.ts';
import { backendSuite } from './backend-suite.ts';
import { SimulatedDisk } from './memory-journal/simulated-disk.ts';

const noServer = 'the embedded engine serves no server';
const noDatabase = 'its journal is in its own process';

await backendSuite('the engine on a journal in memory', {
  start: async ({ allow }) => {
    const backend = await createEngine({
      journal: new SimulatedDisk().open(),
      egress: { allow },
      functions: backendFunctions,
    });
    return { backend, stop: () => backend.close() };
  },
  skips: {
    'kill -9 of the worker': 'the engine lives in the process of the test',
    'kill -9 of the server': noServer,
    'kill -9 of the database': noDatabase,
  },
});

await backendSuite('the engine on SQLite, in a process of its own', {
  start: startEngineProcess,
  storm: { executions: 12, kills: 3 },
  skips: { 'kill -9 of the server': noServer, 'kill -9 of the database': noDatabase },
});
