/** `baton serve` without a terminal: a system that serves its folder, and tells over IPC how long its thread stood still. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createOrchestrationSystem } from '@batonhq/baton';
import { openSqliteJournal } from '@batonhq/engine';
import { KeyStore } from '@batonhq/server';
import { BenchError } from '../bench-error.ts';

const [dataDir, workspace] = process.argv.slice(2);
if (dataDir === undefined || workspace === undefined) throw new BenchError('which folders?');

const journal = openSqliteJournal({ directory: dataDir });
const keys = await KeyStore.open(journal.streams, Date.now);
const { token } = await keys.create({ tenant: 'local', user: 'bench', role: 'admin', name: 'bench' });
await journal.close();

const functions = [{ name: 'tick', run: () => null }];
const system = await createOrchestrationSystem({ dataDir, workspace, functions, onWarning: () => undefined });
const { url } = await system.serve({
  port: 0,
  pace: { rate: 1e6, burst: 1e6 },
  onError: (error) => console.error(error),
});

/** Milliseconds between two looks: less than that nobody notices. */
const resolution = 2;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
let before = process.threadCpuUsage();

process.on('message', () => {
  const { user, system: kernel } = process.threadCpuUsage(before);
  process.send?.({ stood: Math.max(0, delay.max / 1e6 - resolution), worked: (user + kernel) / 1e3 });
  before = process.threadCpuUsage();
  delay.reset();
});
process.on('disconnect', () => void system.close());
process.send?.({ url, token });
