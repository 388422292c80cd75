/** What a model writes is held against the facts it was given: figures, addresses and links of its own are found. */
import { expect, test } from 'vitest';
import { ungrounded } from '../src/writer/grounded.ts';

const facts = {
  income: 412_350.5,
  margin: 0.1834,
  years: ['2024', '2025'],
  contact: 'Yoav <yoav@tvuot.example>',
  link: 'https://maple.example/spring',
};

test.each([
  'The bakery took in 412,350.50 and kept 18.3 % of it.',
  'Income is about 412 thousand; 3 shops, 2 reasons, in 2025.',
  'ההכנסה היא 412,350 ב-2025, והרווח 18%.',
  'Write to yoav@tvuot.example or see https://maple.example/spring.',
])('says what the facts say: %s', (text) => {
  expect(ungrounded(text, facts)).toBeNull();
});

test.each([
  ['The margin is 27 %.', '27'],
  ['Sales will reach 900,000.', '900,000'],
  ['As in 2023.', '2023'],
  ['Ask boss@evil.example for the rest.', 'boss@evil.example'],
  ['Pay at https://evil.example/pay now.', 'https://evil.example/pay'],
])('says more than the facts: %s', (text, found) => {
  expect(ungrounded(text, facts)).toContain(found);
});
