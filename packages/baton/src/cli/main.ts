#!/usr/bin/env node
import nodeModule from 'node:module';

const oldestNode = 24;

/** When a command has loaded what it needs, in ms. */
const flushAfter = 3_000;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(`baton needs Node ${oldestNode} or newer, this is ${process.version}: https://nodejs.org\n`);
  process.exitCode = 7;
} else {
  // Compiled code is kept from one command to the next: that halves the time until a command begins.
  nodeModule.enableCompileCache();
  const { runCommandLine } = await import('./run-command-line.ts');
  // Node keeps it when a process ends, which one that is killed never does; its successor is in a hurry.
  setTimeout(() => nodeModule.flushCompileCache(), flushAfter).unref();
  const code = await runCommandLine(process.argv.slice(2));
  // What a command left open (a request that nobody answers, a function that still works) must not keep it alive.
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
  process.exit(code);
}
