/** The guides that work with a model are followed to the letter; a server on loopback stands in for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuides, type GuidePlace } from './follow-guide.ts';

let guides: GuidePlace;

beforeAll(async () => {
  guides = await openGuides();
}, 60_000);

afterAll(() => guides[Symbol.dispose]());

test.each([
  ['goals.md', /calendar\.ics[\s\S]*written by.*llama[\s\S]*"?phase"?: 'completed'/],
  ['write-an-agent.md', /editor[\s\S]*leftOut/],
  ['models.md', /"writtenBy":\["http:/],
])(
  '%s',
  (page, said) => {
    expect(guides.follow(page)).toMatch(said);
  },
  180_000,
);
