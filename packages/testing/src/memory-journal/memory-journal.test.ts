/** The journal in memory keeps the contract of `Journal`, so that what is simulated on it holds on the others. */
import { journalSuite } from '../journal-suite/journal-suite.ts';
import { SimulatedDisk } from './simulated-disk.ts';

await journalSuite('the journal in memory', async () => {
  const disk = new SimulatedDisk();
  return { open: async () => disk.open(), remove: async () => {} };
});
