/**
 * A process that owns a journal, for tests that kill it or break its disk: `node sqlite-child.ts FOLDER LANES`. Prints `ready`,
 * then makes so many commits at a time until it is killed: `ack N` once commit N is durable, `refused NAME` when one is not.
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Commit, Journal } from '@batonhq/core';
import { openSqliteJournal } from '../src/sqlite/open.ts';

const stdout = 1;
/** So many refusals in a row are enough to see how it goes on. */
const patience = 200;

const [directory = '', wanted = '4'] = process.argv.slice(2);
const lanes = Number(wanted);
const journal = openSqliteJournal({ directory });
print('ready');
await Promise.all(Array.from({ length: lanes }, (_, lane) => commitForEver(journal, lane)));
print('gave up');

async function commitForEver(target: Journal, lane: number): Promise<void> {
  for (let number = lane, refusals = 0; refusals < patience; number += lanes) {
    try {
      await target.commit(commitNumber(number));
      print(`ack ${number}`);
      refusals = 0;
    } catch (error) {
      print(`refused ${error instanceof Error ? error.name : String(error)}`);
      refusals += 1;
      await setTimeout(1);
    }
  }
}

function commitNumber(number: number): Commit {
  const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
  const origin = { tenant: 'local', user: 'local', priority: 5 };
  const event = { kind: 'execution.started', definition, input: { number, text: 'x'.repeat(1_000) }, origin } as const;
  const timers = [{ kind: 'arm', timer: 't', due: number }] as const;
  return { execution: `execution-${number}`, expectedSeq: 0, events: [{ seq: 1, at: 1, event }], timers };
}

/** The pipe may be full for a moment: whoever reads it is busy. */
function print(line: string): void {
  for (let rest = `${line}\n`; rest !== '';) {
    try {
      rest = rest.slice(writeSync(stdout, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}
