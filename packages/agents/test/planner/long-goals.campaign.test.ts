/**
 * Reading a goal takes time in proportion to its length, whatever stands in it: with goals that repeat a time, an address or a
 * name thousands of times, one user would stop the whole server for seconds. They are read here at more than twice the length that
 * is let in, where every pair of words that is compared would show.
 */
import { expect, test } from 'vitest';
import { templatePlanner } from '../../src/planner.ts';
import { samplePlaceToPlan } from '../sample-request.ts';

const place = await samplePlaceToPlan();
const length = 20_000;
const repeated = [
  'at 1:',
  '12:30 ',
  'http://',
  'in december ',
  'last month, ',
  'next ',
  'Mr. ',
  'Nadia and ',
  'and ',
  ' ',
  'בדצמבר ',
];

test.for(repeated)('"%s" over and over', async (words) => {
  const request = place.request(words.repeat(length / words.length));
  await templatePlanner.propose(request, place.functions);
  const before = process.cpuUsage();
  await templatePlanner.propose(request, place.functions);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_200);
});
