/** The journal in memory keeps the contract of `Journal`, so that what is simulated on it holds on the others. */
import { factStreamSuite } from '../journal-suite/fact-stream-suite.ts';
import { journalSuite } from '../journal-suite/journal-suite.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const place = async () => {
  const disk = new SimulatedDisk();
  return { open: async () => disk.open(), remove: async () => {} };
};

await journalSuite('the journal in memory', place);
await factStreamSuite('the journal in memory', place);
