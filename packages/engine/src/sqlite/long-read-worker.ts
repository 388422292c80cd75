/** Reads pages of a journal for the process that owns it. Started by `read-thread.ts`; what cannot be read is read again there. */
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from './connection.ts';
import { ExecutionList } from './execution-list.ts';
import { FactReads } from './fact-reads.ts';
import type { LongRead, LongReadAnswer, LongReadRequest } from './long-read.ts';
import { Reads } from './reads.ts';

const { file }: { readonly file: string } = workerData;
const database = openReader(file);
const reads = new Reads(database);
const executions = new ExecutionList(database);
const facts = new FactReads(database);

function rowsOf(read: LongRead): readonly unknown[] {
  switch (read.kind) {
    case 'list':
      return executions.page(read.filter);
    case 'count':
      return executions.countByPhase();
    case 'facts':
      return facts.factsNow(read.stream, read.after);
    case 'read':
      return reads.read(read.execution, read.after);
    case 'readAll':
      return reads.readAll(read.after);
  }
}

function answerTo({ number, read }: LongReadRequest): LongReadAnswer {
  try {
    return { number, rows: rowsOf(read) };
  } catch {
    return { number };
  }
}

parentPort?.on('message', (request: LongReadRequest) => parentPort?.postMessage(answerTo(request)));
