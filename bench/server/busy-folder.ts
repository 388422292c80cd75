/** A folder in which a lot has happened: what the routes of the API are measured on. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, StreamJournal } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine, type OwnEngine } from '@batonhq/engine';
import { AuditLog, KeyStore } from '@batonhq/server';
import { BenchError } from '../bench-error.ts';
import { shopDefinition, writeExecutions, type Written } from './shop-journal.ts';
import { writeLocks, writeSpending } from './shop-streams.ts';

/** How much of everything. */
export interface BusyFolderSizes {
  readonly executions: number;
  readonly approvals: number;
  readonly schedules: number;
}

/** What was left in a folder, by what questions about it need to know. */
export interface BusyFolder extends Written {
  /** An execution of 10,000 calls, and one of 100,000 events. */
  readonly wide: string;
  readonly long: string;
  /** One that waits for a person. */
  readonly asking: string;
  /** An execution with shared values. */
  readonly sharing: string;
}

const together = 1_000;
const boxes = 20;
const document = (name: string): JsonObject => ({ dsl: '1.0.3', namespace: 'bench', name, version: '1.0.0' });

/** Branches that call one function after the other, so many times in all: side by side, because together they wait for one sync. */
const branches = 25;
const loops = (name: string, times: number): JsonObject => {
  const each = { in: `\${ [range(${times / branches})] }`, each: 'number' };
  const branch = (index: number): JsonObject => ({
    [`part${index}`]: { for: each, do: [{ say: { call: 'tick', with: {} } }] },
  });
  return {
    document: document(name),
    do: [{ all: { fork: { branches: Array.from({ length: branches }, (_, index) => branch(index)) } } }],
  };
};

const asking: JsonObject = {
  document: document('asking'),
  do: [
    { look: { call: 'tick', with: {} } },
    { pay: { call: 'tick', with: { amount: '${ $workflow.input.amount }' }, metadata: { risk: 'high' } } },
  ],
};

const scheduled = (index: number): JsonObject => ({
  document: document(`report-${index}`),
  schedule: { cron: `${index % 60} 3 1 1 *` },
  do: [{ note: { set: { done: true } } }],
});

/** Leaves all of it in a folder, durably, and lets go of it; one that was filled before stays as it is. */
export async function busyFolder(directory: string, sizes: BusyFolderSizes): Promise<BusyFolder> {
  const note = join(directory, 'filled.json');
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8'));
  const filled = await fill(directory, sizes);
  writeFileSync(note, JSON.stringify(filled));
  return filled;
}

async function fill(directory: string, sizes: BusyFolderSizes): Promise<BusyFolder> {
  const journal = openSqliteJournal({ directory });
  const told = (what: string): void => console.error(`writing ${what}`);
  told(`${sizes.executions} executions`);
  const written = await writeExecutions(journal, sizes.executions);
  told('what they spent, the audit, locks and keys');
  await writeSpending(journal.streams, sizes.executions);
  await writeLocks(journal.streams, sizes.executions / 20);
  await writeAudit(journal, sizes.executions);
  await writeKeys(journal);
  writePlans(directory);
  // What is not finished of those cannot go on: its definitions are names only.
  const functions = [{ name: 'tick', run: () => null }];
  const engine = await createEngine({ journal, functions, onWarning: () => undefined });
  told('long executions');
  const [wide, long] = [await completed(engine, loops('wide', 10_000)), await completed(engine, loops('long', 25_000))];
  told('approvals, schedules, messages, shared values, CloudEvents');
  const open = await inGroups(sizes.approvals, (index) =>
    engine.start({ definition: asking, input: { amount: index }, user: `clerk-${index % 20}` }),
  );
  await inGroups(sizes.schedules, (index) => engine.define(scheduled(index)));
  await writeTalk(engine, sizes.executions / 5);
  while ((await engine.approvals.list()).length < sizes.approvals) await new Promise((done) => setTimeout(done, 100));
  await engine.close();
  return { ...written, wide, long, asking: open[0] ?? '', sharing: sharingId(0) };
}

async function completed(engine: Engine, definition: JsonObject): Promise<string> {
  const id = await engine.start({ definition });
  const { phase } = await engine.result(id);
  if (phase !== 'completed') throw new BenchError(`${id} ended as ${phase}`);
  return id;
}

async function writeAudit(journal: StreamJournal, count: number): Promise<void> {
  const audit = new AuditLog(journal.streams, Date.now);
  await inGroups(count, (index) =>
    audit.record('local', {
      user: `clerk-${index % 20}`,
      role: 'operator',
      key: 'k',
      action: 'POST /api/orchestrate',
      target: `order-${String(index).padStart(7, '0')}`,
      result: index % 500 === 0 ? 'refused' : 'done',
      status: index % 500 === 0 ? 403 : 201,
    }),
  );
}

async function writeKeys(journal: StreamJournal): Promise<void> {
  const keys = await KeyStore.open(journal.streams, Date.now);
  for (let index = 0; index < 200; index += 1)
    await keys.create({ tenant: 'local', user: `clerk-${index}`, role: 'viewer', name: `key ${index}` });
}

/** Kept plans are files; JSON is YAML. */
function writePlans(directory: string): void {
  for (let index = 0; index < 300; index += 1) {
    const folder = join(directory, 'plans', `launch-${index}`);
    mkdirSync(folder, { recursive: true });
    for (const version of [1, 2]) writeFileSync(join(folder, `${version}.yaml`), JSON.stringify(plan(index, version)));
  }
}

function plan(index: number, version: number): JsonObject {
  const search = (query: string): JsonObject => ({
    call: 'documents_search:1.0.0@default',
    with: { query, limit: version },
  });
  const branches = [{ look: search(`launch ${index}`) }, { compare: search('launches before') }];
  const about = { ...document(`launch-${index}`), summary: `Launch number ${index}` };
  return { document: about, do: [{ work: { fork: { branches } } }] };
}

function sharingId(index: number): string {
  return `order-${String(index).padStart(7, '0')}`;
}

/** Messages between agents, values that executions share, and CloudEvents: so many of each. */
async function writeTalk(engine: OwnEngine, count: number): Promise<void> {
  const origin = { kind: 'user' } as const;
  const tenant = 'local';
  // One mailbox takes a thousand messages that nobody has looked at.
  await inGroups(Math.min(count, boxes * 900), (index) =>
    engine.messages.send({
      tenant,
      id: `message-${index}`,
      from: 'person:dana',
      to: `agent-${index % boxes}`,
      type: 'request',
      body: { text: `order ${index} of ${shopDefinition(index).name}` },
      correlation: `order-${index}`,
      origin,
    }),
  );
  await inGroups(count, (index) => {
    const scope = `execution:${sharingId(Math.floor(index / 2))}`;
    const by = { user: 'dana' };
    return engine.sharedContext.write({ tenant, scope, key: `k${index % 2}`, value: { index }, origin, by });
  });
  await inGroups(Math.min(count, 10_000), (index) =>
    engine.publishEvent({ type: 'bench.order', source: '/shop', id: `event-${index}`, data: { index } }),
  );
}

/** Does something so many times, a thousand at once. */
async function inGroups<Result>(count: number, work: (index: number) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < count; from += together) {
    const length = Math.min(together, count - from);
    results.push(...(await Promise.all(Array.from({ length }, (_, index) => work(from + index)))));
  }
  return results;
}
