/** Documents as they are read: PDF in its order, files read again only when they changed, changes that lose nothing. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { occurrencesIn, readDocument, Workspace, workspaceFunctions } from '../src/workspace.ts';
import { itemsIn, openSamplePlace, textIn } from './sample-place.ts';

test('a PDF in Hebrew: numbers stay where they stand, lines go on, cells are apart', async () => {
  const place = await openSamplePlace();
  const document = await readDocument('pilot-report.pdf', place.bytes('tvuot/pilot-report.pdf'));
  expect(document).toMatchObject({ title: 'תבואות: דוח הפיילוט של דף המעקב', date: Date.UTC(2025, 11, 22) });
  expect(document?.text).toContain('בדף המעקב. בסך הכל נסרקו 1,260 שקים.');
  expect(document?.text).toContain('שלוש מארבע המאפיות מוכנות לשלם 290 ש"ח בחודש.');
  expect(document?.text).toMatch(/^לחם הארץ\t610\tכן$/m);
  expect(await readDocument('broken.pdf', Buffer.from('%PDF-1.4 nothing'))).toBeNull();
});

test('a PDF in English: paragraphs are whole, the date is the one it says', async () => {
  const place = await openSamplePlace();
  const document = await readDocument('flour.pdf', place.bytes('tvuot/flour-quality.pdf'));
  expect(document).toMatchObject({ title: 'Flour quality report, December 2025', date: Date.UTC(2025, 11, 24) });
  expect(document?.text).toContain('The mean protein content is 12.9 per cent, moisture 13.4 per cent');
});

test('a search reads a file again when it changed, and no other; what is gone is not found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-shelf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(new URL('../../../examples/workspace/tvuot', import.meta.url), join(folder, 'tvuot'), { recursive: true });
  const workspace = await Workspace.open(folder);
  const reads = vi.spyOn(workspace, 'read');
  const owner = { address: 'me@example.com', zone: 'UTC', weekdays: [1] };
  const search = workspaceFunctions(workspace, owner).find(({ name }) => name === 'documents_search');
  const find = async (query: string): Promise<readonly unknown[]> => {
    const context = Object.create(null);
    const found: unknown = await search?.run?.(context, { query });
    return itemsIn(JSON.parse(JSON.stringify(found)).documents).map(({ path }) => path);
  };
  expect(await find('בצורת')).toEqual(['tvuot/investor-questions.txt']);
  const files = reads.mock.calls.length;
  await find('אסטרטגיה');
  expect(reads.mock.calls.length).toBe(files);
  writeFileSync(join(folder, 'tvuot', 'glossary.txt'), 'בצורת: שנה בלי גשם.');
  expect(await find('בצורת')).toContain('tvuot/glossary.txt');
  expect(reads.mock.calls.length).toBe(files + 1);
  rmSync(join(folder, 'tvuot', 'investor-questions.txt'));
  expect(await find('בצורת')).toEqual(['tvuot/glossary.txt']);
});

test('a file is found by what it is called, and only what can be read is found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'strategy-draft-1.md'), 'מה שנעשה בשנה הבאה');
  for (const name of ['o', 'strategy', 'strategy.constructor']) writeFileSync(join(folder, name), 'strategy');
  const workspace = await Workspace.open(folder);
  const owner = { address: 'me@example.com', zone: 'UTC', weekdays: [1] };
  const search = workspaceFunctions(workspace, owner).find(({ name }) => name === 'documents_search');
  const found: unknown = await search?.run?.(Object.create(null), { query: 'strategy' });
  expect(found).toMatchObject({ documents: [{ path: 'strategy-draft-1.md' }], count: 1 });
});

test('meetings that are written at the same time are all there', async () => {
  const place = await openSamplePlace();
  const hours = [13, 14, 15, 16, 17, 18];
  await Promise.all(
    hours.map((hour) =>
      place.call('calendar_add', {
        summary: `Hour ${hour}`,
        start: `2026-03-03T${hour}:00:00Z`,
        end: `2026-03-03T${hour}:30:00Z`,
      }),
    ),
  );
  const span = { from: Date.UTC(2026, 2, 3), until: Date.UTC(2026, 2, 4) };
  const found = occurrencesIn(place.file('calendar.ics'), span, 'UTC').map(({ summary }) => textIn(summary));
  expect(found).toEqual(hours.map((hour) => `Hour ${hour}`));
});
