/** `now` is the time of the trigger that is decided on: never the clock of a machine, the same when decided again. */
import { expect, it } from 'vitest';
import { simulate, simulatedStart, type SimulateOptions } from '@batonhq/testing/core';
import { decide } from '../src/execution/decide.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const timed = (definition: Parameters<typeof simulate>[0], options: SimulateOptions = {}) =>
  simulate(definition, { evaluator: jqEvaluator(), ...options });
const start = simulatedStart / 1_000;

it('is the time of the trigger everywhere in a definition', () => {
  const execution = timed({
    input: { from: '${ {began: now} }' },
    output: { as: '${ . + {ended: now} }' },
    do: [
      { first: { set: '${ . + {set: now} }', export: { as: '${ {exported: now} }' } } },
      { nap: { wait: { minutes: 1 }, input: { from: '${ . + {waited: now} }' } } },
      { late: { if: `\${ now >= ${start + 60} }`, set: '${ . + {late: now, exported: $context.exported} }' } },
      { never: { if: `\${ now < ${start + 60} }`, set: { never: true } } },
    ],
  });
  execution.advance(60_000);
  expect(execution.result).toEqual({
    phase: 'completed',
    output: { began: start, set: start, waited: start, late: start + 60, exported: start, ended: start + 60 },
  });
});

it('moves on between the iterations of a loop, and can end it', () => {
  const execution = timed([
    {
      loop: {
        for: { in: '${ [range(10)] }' },
        while: `\${ now < ${start + 3} }`,
        do: [{ nap: { wait: { seconds: 1 } } }, { note: { set: '${ {at: now} }' } }],
      },
    },
  ]);
  execution.advance(60_000);
  expect(execution.result).toEqual({ phase: 'completed', output: { at: start + 3 } });
  expect(execution.of('iteration.started')).toHaveLength(3);
});

it('decides about retries by when the fault came', () => {
  const execution = timed([
    {
      guarded: {
        try: [{ work: { call: 'work' } }],
        catch: {
          as: 'problem',
          retry: { when: `\${ now < ${start + 10} }`, delay: { seconds: 6 } },
          do: [{ gave: { set: '${ {up: now} }' } }],
        },
      },
    },
  ]);
  execution.fail('guarded/work').advance(6_000).fail('guarded:1/work').advance(6_000).fail('guarded:2/work');
  expect(execution.result).toEqual({ phase: 'completed', output: { up: start + 12 } });
});

it('is the same when everything is decided again, whatever the time is then', () => {
  const definition = [
    { a: { set: '${ {a: (now | todate)} }' } },
    { w: { wait: { seconds: 5 } } },
    { b: { set: '${ . + {b: (now | localtime | mktime)} }' } },
  ];
  const execution = timed(definition);
  execution.advance(5_000);
  let state: Parameters<typeof decide>[0]['state'] = null;
  const again = execution.triggers.flatMap((trigger) => {
    const decision = decide({ program: execution.program, execution: execution.id, state }, trigger);
    state = decision.state;
    return decision.events;
  });
  expect(again).toEqual(execution.events);
  expect(execution.result.output).toEqual({
    a: new Date(simulatedStart).toISOString().replace('.000', ''),
    b: start + 5,
  });
});

it('is the time of its task for what a step evaluates at the last moment, also when another process takes the step over', () => {
  const call = {
    call: 'http',
    with: { method: 'get', endpoint: 'http://x.test/', headers: { stamp: '${ "\\($secrets.key) \\(now)" }' } },
  };
  const execution = timed({ use: { secrets: ['key'] }, do: [{ w: { wait: { seconds: 2 } } }, { call }] });
  execution.advance(2_000);
  const stamp = () => {
    const deferred = execution.open.get('call')?.deferred;
    const scope = (name: string) => (name === 'secrets' ? { key: 'k' } : (deferred?.scope(name) ?? null));
    return deferred?.members['headers']?.evaluate({}, scope);
  };
  const before = stamp();
  execution.advance(30_000).crash();
  expect(before).toEqual({ stamp: `k ${start + 2}` });
  expect(stamp()).toEqual(before);
});
