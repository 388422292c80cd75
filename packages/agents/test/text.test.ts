/** Text in English and Hebrew is found by what people type, and summarised in its own words. */
import { describe, expect, test } from 'vitest';
import { keySentences, SearchIndex, termsIn } from '../src/workspace.ts';

describe('words', () => {
  test.for([
    ['meetings', 'meeting'],
    ['companies', 'company'],
    ['planned', 'plan'],
    ['planning', 'plans'],
    ['boxes', 'box'],
    ['invoice', 'invoices'],
    ['ובדצמבר', 'דצמבר'],
    ['בתבואות', 'תבואות'],
    ['שהאסטרטגיה', 'אסטרטגיה'],
    ['לְיוֹאָב', 'יואב'],
    ['מסמך', 'מסמכים'],
    ['פגישה', 'הפגישה'],
    ['ארה"ב', 'ארהב'],
  ] as const)('%s is found by %s', ([written, asked]) => {
    expect(termsIn(written).filter((term) => termsIn(asked).includes(term))).not.toEqual([]);
  });

  test.for([
    ['bus', 'bu'],
    ['class', 'clas'],
    ['שלום', 'לום'],
    ['being', 'be'],
  ] as const)('%s is not %s', ([written, asked]) => {
    expect(termsIn(written)[0]).not.toBe(termsIn(asked)[0]);
  });
});

describe('search', () => {
  const index = new SearchIndex([
    { id: 'menu', title: 'Menu', text: 'Bread, cake and coffee. The bread is baked at night.' },
    {
      id: 'minutes',
      title: 'Minutes of the December meeting',
      text: `${'Nothing of note. '.repeat(40)}Yoav asked to move the strategy review to January.${' More talk.'.repeat(40)}`,
    },
    { id: 'tvuot', title: 'סיכום דצמבר', text: 'בתבואות סיימנו את הפיילוט. האסטרטגיה: להתמקד בלקוחות קיימים.' },
    { id: 'other', title: 'Notes', text: 'Strategy is a word. Strategy, strategy.' },
  ]);

  test('finds by meaning-bearing words, in either language, best first', () => {
    expect(index.search('strategy review with Yoav')[0]?.id).toBe('minutes');
    expect(index.search('מה האסטרטגיה של תבואות')[0]?.id).toBe('tvuot');
    expect(index.search('December').map(({ id }) => id)).toEqual(['minutes']);
    expect(index.search('zeppelin')).toEqual([]);
  });

  test('shows the place in a long text that answers', () => {
    const hit = index.search('Yoav strategy').find(({ id }) => id === 'minutes');
    expect(hit?.snippet).toContain('Yoav asked to move the strategy review');
    expect(hit?.snippet.length).toBeLessThanOrEqual(240);
  });

  test('a title counts more than a mention', () => {
    const two = new SearchIndex([
      { id: 'mention', title: 'Diary', text: 'We spoke about the lease for a while, then went home to eat.' },
      { id: 'title', title: 'Lease', text: 'The contract for the shop in the main street, with all its terms.' },
    ]);
    expect(two.search('lease').map(({ id }) => id)).toEqual(['title', 'mention']);
  });
});

describe('summary', () => {
  const text = [
    '# Report',
    'The bakery sold more bread in December than in any month before.',
    'Bread sales in December grew because the new oven bakes twice the bread.',
    'The weather was grey on most days of the week.',
    'The new oven was paid with a loan that ends in May.',
    'A loan with a high rate is what the bakery should pay back first.',
  ].join('\n');

  test('is made of sentences of the text, in their order, and different ones', () => {
    const sentences = keySentences(text, 3);
    expect(sentences).toHaveLength(3);
    for (const { text: sentence, start } of sentences) expect(text.slice(start)).toContain(sentence);
    expect(sentences.map(({ start }) => start)).toEqual(sentences.map(({ start }) => start).toSorted((a, b) => a - b));
    expect(sentences.map((sentence) => sentence.text)).not.toContain('The weather was grey on most days of the week.');
  });

  test('a text without sentences has none, and asking for more gives all', () => {
    expect(keySentences('', 3)).toEqual([]);
    expect(keySentences('Yes. No.', 3)).toEqual([]);
    expect(keySentences(text, 100)).toHaveLength(5);
  });
});
