/** Answers to what planners ask at a terminal: a number that names nothing is no answer, and what is no choice is asked about again. */
import { expect, test } from 'vitest';
import { readAnswer, unanswered } from '../src/cli/plan/read-answer.ts';

const choices = ['יואב הראל, תבואות', 'יואב פרץ, Peretz Ovens'];
const which = { name: 'person', text: 'Which Yoav?', choices };

test('choices by number, words as they are', () => {
  expect(readAnswer('2', choices)).toBe(choices[1]);
  expect(readAnswer('Yoav Harel', choices)).toBe('Yoav Harel');
  expect(readAnswer('', choices)).toBe('');
  expect(readAnswer('7', choices)).toBeNull();
  expect(readAnswer('0', choices)).toBeNull();
  expect(readAnswer('38', [])).toBe('38');
});

test('what is still asked and has no fitting answer is open', () => {
  expect(unanswered([which], {})).toEqual([which]);
  expect(unanswered([which], { person: 'Zaphod' })).toEqual([which]);
  expect(unanswered([which], { person: choices[0] ?? '' })).toEqual([]);
  expect(unanswered([{ name: 'age', text: 'How old are you?' }], { age: 38 })).toEqual([]);
});
