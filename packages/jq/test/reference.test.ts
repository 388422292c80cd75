/**
 * Proves that the language means what it means to jq: the written cases and thousands of generated programs have the
 * same outcome in a real jq. A failure names the seed of its program.
 */
import { expect, test } from 'vitest';
import { isSameOutcome } from '../differential/compare.ts';
import { compareGenerated } from '../differential/generated.ts';
import { Oracle } from '../differential/oracle.ts';
import { evaluate } from '../differential/ours.ts';
import { writtenCases } from './cases.ts';

/** These depend on the host, or end the oracle's whole batch. */
const ABOUT_THE_HOST = /halt|input|stderr|debug|\$__loc__|env|ENV|\bnow\b|modulemeta|get_search_list|builtins/;

/** Transcendental functions are compared less exactly than arithmetic. */
const TRANSCENDENTAL = 1e-11;

test('the written cases agree with jq, but for the differences that they name', async () => {
  const compared = writtenCases().filter(
    ({ program, differs }) => differs === undefined && !ABOUT_THE_HOST.test(program),
  );
  const outcomes = await new Oracle().evaluate(compared, 40);
  const different = compared.filter((item, index) => {
    const theirs = outcomes[index];
    return theirs === undefined || !isSameOutcome(evaluate(item), theirs, TRANSCENDENTAL);
  });
  expect(different.map(({ program, input }) => `${program} on ${JSON.stringify(input)}`)).toEqual([]);
  expect(compared.length).toBeGreaterThan(900);
});

test('5,000 generated programs agree with jq', async () => {
  const { compared, different } = await compareGenerated({ count: 5000, seed: 1 });
  expect(different).toEqual([]);
  expect(compared).toBe(5000);
});
