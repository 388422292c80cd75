/** One thread of a campaign: plays the seeds it is sent, one after the other, and says what became of each. */
import { parentPort } from 'node:worker_threads';
import { simulateSeed } from './simulate-seed.ts';

parentPort?.on('message', (seed: number) => {
  void simulateSeed(seed).then((report) => parentPort?.postMessage(report));
});
