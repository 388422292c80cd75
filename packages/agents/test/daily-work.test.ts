/** The daily work on the sample workspace: tables, customers, incidents, the week, texts, code; figures checked by hand. */
import { expect, test } from 'vitest';
import { itemsIn, openSamplePlace, textIn } from './sample-place.ts';

test('a table is described and followed; what is odd is named', async () => {
  const place = await openSamplePlace();
  const about = await place.call('table_describe', { path: 'tvuot/figures-2025.csv' });
  expect(about).toMatchObject({ rows: 12 });
  expect(itemsIn(about['columns'])[1]).toMatchObject({
    name: 'טון',
    kind: 'number',
    total: 332,
    least: 18,
    most: 42.4,
  });
  const trend = await place.call('table_trend', {
    path: 'bakery/sales-by-product.csv',
    value: 'pieces',
    where: { column: 'product', equals: 'cardamom bun' },
  });
  expect(trend).toMatchObject({ direction: 'up', chart: 'results/pieces.svg' });
  expect(itemsIn(trend['points'])).toHaveLength(12);
  expect(place.file('results/pieces.svg')).toContain('<svg');
  const repairs = await place.call('table_trend', {
    path: 'bakery/ledger.csv',
    value: 'amount',
    where: { column: 'category', equals: 'repairs' },
  });
  expect(itemsIn(repairs['outliers']).map(({ period }) => period)).toContain('2025-07');
  await expect(place.call('table_trend', { path: 'bakery/staff.csv', value: 'shoes' })).rejects.toThrow('no column');
});

test('customers: what they speak of, and whom to answer first', async () => {
  const place = await openSamplePlace();
  const feedback = await place.call('feedback_analyse', { path: 'bakery/feedback.csv' });
  expect(feedback).toMatchObject({ count: 16, meanStars: 3.38, unhappy: 6 });
  const themes = itemsIn(feedback['themes']);
  expect(themes.at(-1)).toMatchObject({ theme: 'staff' });
  expect(Number(themes.find(({ theme }) => theme === 'waiting')?.['mood'])).toBeLessThan(0);
  expect(
    itemsIn(feedback['answerFirst'])
      .slice(0, 2)
      .map(({ customer }) => customer),
  ).toEqual(['C-1203', 'C-1102']);
});

test('incidents: the oven first, which broke before, then the rest in order', async () => {
  const place = await openSamplePlace();
  const { open, closed } = await place.call('incidents_triage', {
    path: 'bakery/incidents.csv',
    at: '2026-01-11T13:00:00Z',
  });
  expect(itemsIn(open).map(({ id, priority }) => [id, priority])).toEqual([
    ['I-106', 1],
    ['I-108', 2],
    ['I-107', 3],
  ]);
  expect(itemsIn(open)[0]).toMatchObject({ before: 1, isOverdue: true, next: expect.stringContaining('the cause') });
  expect(itemsIn(closed)).toContainEqual({ severity: 'low', count: 1, hours: 0.8 });
});

test('a week in Hebrew: meetings, what was done and decided, what is open', async () => {
  const place = await openSamplePlace();
  const status = await place.call('status_week', { from: '2025-12-14', until: '2025-12-21', folder: 'tvuot/' });
  expect(status).toMatchObject({
    meetings: expect.arrayContaining(['תבואות: ועדת היגוי', 'Team meeting']),
    documents: ['tvuot/2025-12-17-steering.md', 'tvuot/strategy-draft-1.md'],
  });
  expect(textIn(status['text'])).toMatch(/^# מצב: 2025-12-14[^]*## מה נעשה[^]*1,260[^]*## מה פתוח/);
});

test('an editor marks what is too much, and finds nothing in plain words', async () => {
  const place = await openSamplePlace();
  const marked = await place.call('text_review', {
    text: 'The the oven was repaired by the man. It is very simply good , really.',
  });
  expect(itemsIn(marked['problems']).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['repeated', 'passive', 'filler', 'spacing']),
  );
  const plain = await place.call('text_review', { text: 'We bake bread. You buy it warm.' });
  expect(plain).toMatchObject({ problems: [], wordsPerSentence: 3.5 });
});

test('code: a failing test is found, the fault mended in one place, and the tests pass; nothing else can be written', async () => {
  const place = await openSamplePlace();
  const before = await place.call('code_check', { path: 'shop/price.check.mjs' });
  expect(before).toMatchObject({
    passed: false,
    tests: 3,
    failed: 1,
    failures: ['five kits are ten per cent cheaper'],
  });
  const { hits } = await place.call('code_search', { query: 'kits > 5', folder: 'shop' });
  expect(itemsIn(hits)).toMatchObject([{ path: 'shop/price.mjs', line: 9 }]);
  const change = { path: 'shop/price.mjs', find: 'kits > 5', replace: 'kits >= 5' };
  expect(await place.call('code_change', change)).toMatchObject({ changed: true, line: 9 });
  expect(await place.call('code_change', change)).toMatchObject({ changed: false });
  expect(await place.call('code_check', { path: 'shop/price.check.mjs' })).toMatchObject({ passed: true, tests: 3 });
  await expect(place.call('code_change', { ...change, find: 'const' })).rejects.toThrow('stands 6 times');
  for (const path of ['workspace.yaml', 'shop/../agents/editor.yaml', '.baton/journal.json', 'contacts.vcf'])
    await expect(place.call('code_change', { path, find: 'a', replace: 'b' })).rejects.toThrow(
      'is not changed as code',
    );
  const writing = "import { writeFileSync } from 'node:fs';\ntest('writes', () => writeFileSync('x.txt', 'x'));";
  const head = "import { priceOf } from './price.mjs';";
  await place.call('code_change', { path: 'shop/price.check.mjs', find: head, replace: `${head}\n${writing}` });
  expect(await place.call('code_check', { path: 'shop/price.check.mjs' })).toMatchObject({ failures: ['writes'] });
  expect(() => place.file('x.txt')).toThrow('ENOENT');
});
