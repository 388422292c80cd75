#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

const oldestNode = 24;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(`baton needs Node ${oldestNode} or newer, this is ${process.version}: https://nodejs.org\n`);
  process.exitCode = 7;
} else {
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
