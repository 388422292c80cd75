/** A journal of many executions of a few definitions, written as an engine writes them. */
import type { Commit, ExecutionView, Json, Phase, StreamJournal } from '@batonhq/core';

/** Where what was written begins and ends. */
export interface Written {
  readonly oldest: string;
  readonly middle: string;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
}

const colours = ['red', 'green', 'blue', 'yellow'] as const;
/** Executions start a minute apart, as in a shop of some size over two months. */
const apart = 60_000;
const first = Date.UTC(2026, 0, 1);
/** Commits that are waited for together. */
const together = 1_000;

/** One of ten definitions. */
export function shopDefinition(index: number): ExecutionView['definition'] {
  const number = index % 10;
  return {
    namespace: 'shop',
    name: `process-${number}`,
    version: index % 2 === 0 ? '2.0.0' : '1.0.0',
    hash: `h${number}`,
  };
}

/** Writes so many executions; fulfils when they are durable. */
export async function writeExecutions(journal: Pick<StreamJournal, 'commit'>, count: number): Promise<Written> {
  for (let from = 0; from < count; from += together) {
    const indexes = Array.from({ length: Math.min(together, count - from) }, (_, index) => from + index);
    await Promise.all(indexes.map((index) => journal.commit(commitOf(index, phaseOf(index, count)))));
  }
  return {
    oldest: idOf(0),
    middle: idOf(Math.floor(count / 2)),
    firstAt: first,
    lastAt: first + (count - 1) * apart,
  };
}

function idOf(index: number): string {
  return `order-${String(index).padStart(7, '0')}`;
}

/** Most completed; one in a hundred each waits, faulted or was cancelled; one of all, an early one, stands still. */
function phaseOf(index: number, count: number): Phase {
  if (index === Math.floor(count / 100)) return 'suspended';
  const rest = index % 100;
  if (rest === 1) return 'waiting';
  if (rest === 2) return 'faulted';
  return rest === 3 ? 'cancelled' : 'completed';
}

function commitOf(index: number, phase: Phase): Commit {
  const at = first + index * apart;
  const definition = shopDefinition(index);
  const input: Json = {
    customer: `customer-${index}`,
    colour: colours[index % colours.length] ?? '',
    lines: Array.from({ length: 5 }, (_, line) => ({ sku: `sku-${(index * 7 + line) % 5_000}`, quantity: line + 1 })),
  };
  const output: Json = { invoice: `invoice-${index}`, total: (index * 37) % 10_000, notes: 'paid, packed and sent' };
  const hasEnded = phase === 'completed' || phase === 'faulted' || phase === 'cancelled';
  const fault = { type: 'urn:shop:sold-out', status: 409, title: 'Sold out', detail: `nothing is left of ${index}` };
  const origin = { tenant: 'local', user: `clerk-${index % 20}`, priority: 5 };
  const end = {
    completed: { kind: 'execution.completed', output },
    faulted: { kind: 'execution.faulted', fault },
    cancelled: { kind: 'execution.cancelled' },
  } as const;
  return {
    execution: idOf(index),
    expectedSeq: 0,
    timers: [],
    events: [
      { seq: 1, at, event: { kind: 'execution.started', definition, input, origin } },
      ...(hasEnded ? [{ seq: 2, at: at + 900, event: end[phase] }] : []),
    ],
    view: {
      id: idOf(index),
      definition,
      tenant: origin.tenant,
      user: origin.user,
      priority: origin.priority,
      idempotencyKey: null,
      parent: null,
      phase,
      substate: null,
      startedAt: at,
      endedAt: hasEnded ? at + 900 : null,
      output: phase === 'completed' ? output : null,
      fault: phase === 'faulted' ? fault : null,
    },
  };
}
