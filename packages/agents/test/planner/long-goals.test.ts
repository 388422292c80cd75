/** A goal that is too long to be read while others wait is refused at once, with the limit and what to do instead. */
import { expect, test } from 'vitest';
import { proposePlan, templatePlanner, usualPolicy } from '../../src/planner.ts';
import { samplePlaceToPlan } from '../sample-request.ts';

const place = await samplePlaceToPlan();
const planning = { planners: [templatePlanner], functions: place.functions, policy: usualPolicy };
const wanted = 'Summarise what we know about the launch. ';

const tooMuch: readonly (readonly [string, string, object, string])[] = [
  ['goal', wanted.padEnd(8_001, 'so '), {}, 'the goal has 8001 characters'],
  ['goal', wanted + '\uFDFA'.repeat(500), {}, 'the goal has 9041 characters'],
  ['requirements', wanted, { requirements: ['a report', 'a '.repeat(4_000)] }, 'requirements has 8009 characters'],
  ['context.who.person', wanted, { context: { who: { person: 'x'.repeat(9_000) } } }, 'context.who.person has 9000'],
];

test.for(tooMuch)('what stands in %s is refused beyond 8,000 characters', async ([at, goal, more, message]) => {
  const outcome = await proposePlan(place.request(goal, more), planning);
  expect(outcome).toMatchObject({ kind: 'refused', problems: [{ place: at }] });
  expect(JSON.stringify(outcome)).toContain(message);
  expect(JSON.stringify(outcome)).toContain('expected":"up to 8000');
});

test('8,000 characters are read', async () => {
  expect(await proposePlan(place.request(wanted.padEnd(8_000)), planning)).toMatchObject({ kind: 'plan' });
});
