import fc from 'fast-check';
import { expect } from 'vitest';
import type { Commit, ExecutionEvent, Journal, Phase, TimerChange } from '@batonhq/core';
import { type JournalPlace, type Trial, uphold } from './law.ts';
import { commit, note, row, start, state } from './specimens.ts';

/** One commit of a plan; `late` makes it stale. */
interface Move {
  readonly execution: string;
  readonly late: boolean;
  readonly notes: number;
  readonly timers: readonly TimerChange[];
  readonly listens: readonly string[] | undefined;
  readonly phase: Phase | undefined;
  readonly withSnapshot: boolean;
}

/** Commits of one turn, and whether the journal is opened again after them. */
interface Turn {
  readonly moves: readonly Move[];
  readonly reopens: boolean;
}

/** What a journal should hold, as plainly as it can be said. */
class Model {
  readonly streams = new Map<string, ExecutionEvent[]>();
  readonly timers = new Map<string, Map<string, number>>();
  readonly listens = new Map<string, readonly string[]>();
  readonly phases = new Map<string, Phase>();
  readonly order: string[] = [];

  seq(execution: string): number {
    return this.streams.get(execution)?.length ?? 0;
  }

  /** Makes the commit of a move and counts it in, unless it is late. */
  plan(move: Move): Commit {
    const { execution, late, notes, timers, listens, phase, withSnapshot } = move;
    const seq = this.seq(execution);
    const texts = Array.from({ length: notes }, (_, index) => note(`${seq + index + 1}`));
    const base = seq === 0 ? start(execution) : commit(execution, seq, texts);
    const made: Commit = {
      ...base,
      timers,
      ...(listens !== undefined && { listens }),
      ...(phase !== undefined && { view: row(execution, { phase }) }),
      ...(withSnapshot && { snapshot: state(execution, seq + base.events.length) }),
    };
    if (late) return { ...made, expectedSeq: seq + 1 };
    this.#apply(made);
    return made;
  }

  #apply(made: Commit): void {
    const { execution } = made;
    this.streams.set(execution, [...(this.streams.get(execution) ?? []), ...made.events.map(({ event }) => event)]);
    for (const { event } of made.events) this.order.push(`${execution} ${event.kind}`);
    const timers = this.timers.get(execution) ?? new Map<string, number>();
    this.timers.set(execution, timers);
    for (const change of made.timers) {
      if (change.kind === 'arm') timers.set(change.timer, change.due);
      else timers.delete(change.timer);
    }
    if (made.listens !== undefined) this.listens.set(execution, made.listens);
    if (made.view !== undefined) this.phases.set(execution, made.view.phase);
  }
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const timer = fc.constantFrom('t', 'u', 'v');
const move: fc.Arbitrary<Move> = fc.record({
  execution: name,
  late: fc.boolean(),
  notes: fc.integer({ min: 0, max: 3 }),
  timers: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('arm' as const), timer, due: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ kind: fc.constant('disarm' as const), timer }),
    ),
    { maxLength: 3 },
  ),
  listens: fc.option(fc.array(fc.constantFrom('x', 'y', '*'), { maxLength: 2 }), { nil: undefined }),
  phase: fc.option(fc.constantFrom<Phase>('running', 'waiting', 'completed'), { nil: undefined }),
  withSnapshot: fc.boolean(),
});
const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({ moves: fc.array(move, { maxLength: 6 }), reopens: fc.boolean() }),
  { maxLength: 6 },
);

/** Random commits in random turns, with the journal opened again at random: it holds what the model holds. */
export function modelLaw(makePlace: () => Promise<JournalPlace>): () => Promise<void> {
  return () =>
    fc.assert(
      fc.asyncProperty(turns, async (plan) => uphold((trial) => follow(plan, trial), await makePlace())),
      { numRuns: 40 },
    );
}

async function follow(plan: readonly Turn[], trial: Trial): Promise<void> {
  const model = new Model();
  let journal = trial.journal;
  for (const { moves, reopens } of plan) {
    const results = await Promise.allSettled(moves.map((each) => journal.commit(model.plan(each))));
    expect(results.map(({ status }) => status)).toEqual(moves.map(({ late }) => (late ? 'rejected' : 'fulfilled')));
    if (reopens) journal = await trial.reopen();
    await compare(journal, model);
  }
}

async function compare(journal: Journal, model: Model): Promise<void> {
  for (const [execution, events] of model.streams) {
    const read = await journal.read(execution, { seq: 0 });
    expect(read.map(({ event }) => event)).toEqual(events);
    const loaded = await journal.load(execution);
    expect((loaded?.snapshot?.seq ?? 0) + (loaded?.events.length ?? 0)).toBe(events.length);
    expect((await journal.view(execution))?.phase).toBe(model.phases.get(execution));
  }
  const all = await journal.readAll({ position: 0 });
  expect(all.map(({ execution, recorded }) => `${execution} ${recorded.event.kind}`)).toEqual(model.order);
  await compareFolds(journal, model);
}

async function compareFolds(journal: Journal, model: Model): Promise<void> {
  const armed = [...model.timers].flatMap(([execution, timers]) =>
    [...timers].map(([id, due]) => `${due} ${execution} ${id}`),
  );
  const due = await journal.dueTimers(50, 1_000);
  expect(due.map((each) => `${each.due} ${each.execution} ${each.timer}`).toSorted()).toEqual(armed.toSorted());
  expect(due.map((each) => each.due)).toEqual(due.map((each) => each.due).toSorted((left, right) => left - right));
  expect(await journal.nextTimer()).toBe(due[0]?.due ?? null);
  const listening = [...model.listens].filter(([, types]) => types.includes('x') || types.includes('*'));
  expect((await journal.listeners('x')).toSorted()).toEqual(listening.map(([execution]) => execution).toSorted());
  const running = [...model.phases].filter(([, phase]) => phase === 'running');
  expect((await journal.unfinished()).toSorted()).toEqual(running.map(([execution]) => execution).toSorted());
}
