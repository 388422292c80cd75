import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { graphOf, pathOfKey } from '../app/graph/build.ts';
import { elkOf, placed } from '../app/graph/elk.ts';

describe('the graph of a definition', () => {
  it('has tasks in sequence, branches beside each other, and what comes after what', () => {
    const graph = graphOf({
      do: [
        { first: { set: {} } },
        {
          plan: {
            fork: {
              branches: [
                { search: { call: 'search' } },
                { contacts: { call: 'contacts' } },
                { meet: { call: 'meet', metadata: { after: ['search', 'contacts'] } } },
              ],
            },
          },
        },
        { retry: { try: [{ ask: { call: 'http' } }], catch: { do: [{ 'a/b': { wait: { seconds: 1 } } }] } } },
        { each: { for: { each: 'x', in: '.xs' }, do: [{ one: { set: {} } }] } },
      ],
    });
    expect(graph.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'first > plan',
      'plan/search > plan/meet',
      'plan/contacts > plan/meet',
      'plan > retry',
      'retry > each',
    ]);
    expect(graph.nodes.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'first set',
      'plan fork',
      'plan/search call',
      'plan/contacts call',
      'plan/meet call',
      'retry try',
      'retry/ask call',
      'retry/a~1b wait',
      'each for',
      'each/one set',
    ]);
  });

  it('finds the task of an instance', () => {
    expect(pathOfKey('each[2]/one')).toBe('each/one');
    expect(pathOfKey('retry:1/ask#3')).toBe('retry/ask');
    expect(pathOfKey('retry:catch/a~1b')).toBe('retry/a~1b');
    expect(pathOfKey('pay:undo')).toBe('pay');
  });

  it('draws lines from box to box, in containers too', async () => {
    const branches = [{ search: { set: {} } }, { meet: { set: {}, metadata: { after: ['search'] } } }];
    const graph = graphOf({ do: [{ first: { set: {} } }, { outer: { do: [{ inner: { fork: { branches } } }] } }] });
    const { boxes, lines } = placed(await new ELK.default().layout(elkOf(graph)));
    const boxOf = (path: string) => boxes.find((box) => box.path === path);
    expect(lines).toHaveLength(2);
    for (const { from, to, top, bottom } of lines) {
      const above = boxOf(from);
      expect(top).toBeCloseTo((above?.y ?? 0) + (above?.height ?? 0));
      expect(bottom).toBeCloseTo(boxOf(to)?.y ?? 0);
    }
  });

  it('keeps branches in the order of the definition', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `branch_${index}`);
    const branches = names.map((name) => ({ [name]: { set: {} } }));
    const graph = graphOf({ do: [{ wide: { fork: { branches } } }, { end: { set: {} } }] });
    const { boxes } = placed(await new ELK.default().layout(elkOf(graph)));
    const inside = boxes.filter(({ path }) => path.startsWith('wide/')).toSorted((one, other) => one.x - other.x);
    expect(inside.map(({ path }) => path.slice('wide/'.length))).toEqual(names);
  });
});
