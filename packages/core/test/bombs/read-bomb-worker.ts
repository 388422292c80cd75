/** Run in a worker whose heap is limited: reads one bomb a few times and reports what came of it and how much processor time it took. */
import { parentPort, workerData } from 'node:worker_threads';
import { readDefinition } from '../../src/definition/read.ts';
import { bombs } from './bombs.ts';

const text = bombs.find(({ name }) => name === workerData)?.make() ?? '';
readDefinition('warm: [up]');

const times: number[] = [];
let message = '';
for (let turn = 0; turn < 3; turn += 1) {
  const start = process.threadCpuUsage();
  const { diagnostics } = readDefinition(text);
  const { user, system } = process.threadCpuUsage(start);
  times.push((user + system) / 1000);
  message = diagnostics[0]?.message ?? 'nothing was wrong with it';
}
parentPort?.postMessage({ milliseconds: Math.min(...times), message });
