/** Writes groups of commits for the process that owns the journal. Started by `writer-thread.ts`, which hands them over. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openWriter } from './connection.ts';
import { RowWriter } from './row-writer.ts';
import { failureOf } from './sqlite-failure.ts';
import { Transaction } from './transaction.ts';
import type { WriterThreadAnswer, WriterThreadData, WriterThreadRequest } from './writer-thread.ts';

const { file, port, answers }: WriterThreadData = workerData;
const database = openWriter(file);
const transaction = new Transaction(database);
const writer = new RowWriter(database);

/** Groups of epochs before this one are not written: one of them failed. */
let epoch = 0;

port.on('message', (first: WriterThreadRequest) => {
  const requests = [first];
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
    requests.push(next.message);
  const valid = requests.filter((request) => request.epoch >= epoch);
  if (valid.length > 0) answer(write(valid));
});
answer({ kind: 'ready' });

function write(requests: readonly WriterThreadRequest[]): WriterThreadAnswer {
  try {
    transaction.run(() => {
      for (const { rows } of requests) writer.write(rows);
    });
    return { kind: 'durable', groups: requests.length };
  } catch (error) {
    epoch += 1;
    return { kind: 'failed', failure: failureOf(error) };
  }
}

/** Counted after it was sent: whoever looked in vain before hears of the count, and then finds the answer there. */
function answer(message: WriterThreadAnswer): void {
  port.postMessage(message);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}
