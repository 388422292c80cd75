/** A decision that would take long stops after a while and asks to be continued; nothing is lost or done twice. */
import { decide, type Decision, type ExecutionState, type Program, type Recorded } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { programOf } from '@batonhq/testing/core';

const origin = { tenant: 'local', user: 'local', priority: 5 };

interface Driven {
  readonly state: ExecutionState | null;
  readonly events: readonly Recorded[];
  readonly rounds: number;
  readonly steps: number;
  readonly longest: number;
}

/** Starts an execution and goes on until it rests, deciding every time on what a journal would give back. */
function drive(program: Program, input: number): Driven {
  const start = { kind: 'start', at: 1_000, id: 'x', definition: program.reference, input, origin } as const;
  let decision: Decision = decide({ program, execution: 'x', state: null }, start);
  const events = [...decision.events];
  let [rounds, steps, longest] = [1, decision.steps.length, decision.events.length];
  while (decision.more) {
    const state: ExecutionState = JSON.parse(JSON.stringify(decision.state));
    decision = decide({ program, execution: 'x', state }, { kind: 'continue', at: 1_000 });
    events.push(...decision.events);
    rounds += 1;
    steps += decision.steps.length;
    longest = Math.max(longest, decision.events.length);
  }
  return { state: decision.state, events, rounds, steps, longest };
}

const many = (count: number, task: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ [`t${index}`]: task(index) }));

describe('fuel', () => {
  it('takes ten thousand tasks in a row in bounded decisions', () => {
    const { state, events, rounds, longest } = drive(programOf(many(10_000, () => ({ set: '${ . + 1 }' }))), 0);
    expect(state).toMatchObject({ phase: 'completed', output: 10_000 });
    expect(events.length).toBe(10_002);
    expect(rounds).toBeGreaterThan(4);
    expect(longest).toBeLessThan(2_100);
  });

  it('takes a long loop, and loops in loops', () => {
    const inner = { inner: { for: { in: '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]' }, do: [{ add: { set: '${ . + 1 }' } }] } };
    const items = JSON.stringify(Array.from({ length: 500 }, (_, index) => index));
    const { state } = drive(programOf([{ outer: { for: { in: items }, do: [inner] } }]), 0);
    expect(state).toMatchObject({ phase: 'completed', output: 5_000 });
  });

  it('starts every one of three thousand branches once', () => {
    const branches = many(3_000, () => ({ call: 'f' }));
    const { events, steps, rounds } = drive(programOf([{ all: { fork: { branches } } }]), 0);
    expect(steps).toBe(3_000);
    expect(new Set(events.flatMap(({ event }) => (event.kind === 'task.started' ? [event.task] : []))).size).toBe(
      3_001,
    );
    expect(rounds).toBeGreaterThan(1);
  });

  it('joins a wide fork whose branches end at once', () => {
    const { state } = drive(
      programOf([
        { all: { fork: { branches: many(3_000, (index) => ({ set: { n: index } })) } } },
        { last: { set: '${ . | length }' } },
      ]),
      0,
    );
    expect(state).toMatchObject({ phase: 'completed', output: 3_000 });
  });

  it('ends a wide race at its first branch', () => {
    const { state } = drive(
      programOf([
        {
          all: { fork: { compete: true, branches: many(3_000, (index) => ({ do: [{ s: { set: { n: index } } }] })) } },
        },
      ]),
      0,
    );
    expect(state).toMatchObject({ phase: 'completed', output: { n: 0 } });
  });

  it('follows a long chain of branches', () => {
    const branches = many(1_100, (index) => ({
      set: { n: index },
      ...(index > 0 && { metadata: { after: [`t${index - 1}`] } }),
    }));
    const { state } = drive(programOf([{ all: { fork: { branches } } }]), 0);
    expect(state?.phase).toBe('completed');
  });

  it('can be spent for ever without blocking anybody', () => {
    const program = programOf([{ a: { set: '${ . + 1 }' } }, { b: { set: '${ . }', then: 'a' } }]);
    const start = { kind: 'start', at: 1_000, id: 'x', definition: program.reference, input: 0, origin } as const;
    let decision = decide({ program, execution: 'x', state: null }, start);
    for (let round = 0; round < 20; round += 1) {
      expect(decision.more).toBe(true);
      decision = decide({ program, execution: 'x', state: decision.state }, { kind: 'continue', at: 1_000 });
    }
    decision = decide({ program, execution: 'x', state: decision.state }, { kind: 'cancel', at: 1_000 });
    expect(decision).toMatchObject({ more: false, state: { phase: 'cancelled' } });
  });
});
