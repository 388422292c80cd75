/** The guides that need no model are followed to the letter. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuides, type GuidePlace } from './follow-guide.ts';

let guides: GuidePlace;

beforeAll(async () => {
  guides = await openGuides();
});

afterAll(() => guides[Symbol.dispose]());

test.each([
  ['plans.md', /is approved[\s\S]*version 3 of/],
  ['write-a-tool.md', /\{ phase: 'completed', output: \{ pieces: 12 \} \}/],
])(
  '%s',
  (page, said) => {
    expect(guides.follow(page)).toMatch(said);
  },
  180_000,
);
