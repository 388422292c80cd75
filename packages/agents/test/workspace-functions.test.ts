/** The functions of a workspace, called by a definition on a real engine: the work is done, once, and lies in files. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@batonhq/core';
import { createEngine, openSqliteJournal, type Engine } from '@batonhq/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { occurrencesIn, readMail, Workspace, workspaceFunctions } from '../src/workspace.ts';

let folder = '';
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-work-'));
  mkdirSync(join(folder, 'work'));
  const workspace = await Workspace.open(join(folder, 'work'));
  const owner = { address: 'Ada <ada@bakery.example>', zone: 'Asia/Jerusalem', weekdays: [0, 1, 2, 3, 4] };
  engine = await createEngine({
    journal: openSqliteJournal({ directory: join(folder, 'journal') }),
    functions: workspaceFunctions(workspace, owner),
  });
});

afterEach(async () => {
  await engine.close(0);
  rmSync(folder, { recursive: true, force: true });
});

function file(path: string, text: string): void {
  mkdirSync(join(folder, 'work', path, '..'), { recursive: true });
  writeFileSync(join(folder, 'work', path), text);
}

async function outcome(tasks: readonly object[], input: JsonObject = {}): Promise<unknown> {
  const definition: JsonObject = JSON.parse(
    JSON.stringify({ document: { dsl: '1.0.3', namespace: 'tests', name: 'work', version: '1.0.0' }, do: tasks }),
  );
  const result = await engine.result(await engine.start({ definition, input }));
  return result.phase === 'completed' ? result.output : result;
}

test('a meeting in Hebrew: document and person found at the same time, then a free hour, an event, a draft', async () => {
  file(
    'notes/tvuot.md',
    '# סיכום דצמבר\n\nבתבואות סיימנו את הפיילוט עם שלושה לקוחות. האסטרטגיה היא להתמקד בלקוחות קיימים ולא לחפש חדשים.',
  );
  file('notes/menu.txt', 'Bread and cake, every day of the week.');
  file(
    'contacts.vcf',
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:יואב כהן\r\nORG:תבואות\r\nEMAIL:yoav@tvuot.example\r\nEND:VCARD\r\n',
  );
  const gather = {
    find: {
      call: 'documents_search',
      with: { query: 'תבואות דצמבר אסטרטגיה' },
      export: { as: '${ $context + { found: . } }' },
    },
    who: { call: 'contacts_find', with: { query: 'יואב' }, export: { as: '${ $context + { people: . } }' } },
    when: {
      call: 'calendar_free',
      with: { from: '2026-01-04T00:00:00Z', until: '2026-01-09T00:00:00Z', minutes: 60 },
      export: { as: '${ $context + { free: . } }' },
    },
  };
  await outcome([
    { gather: { fork: { branches: Object.entries(gather).map(([name, task]) => ({ [name]: task })) } } },
    {
      meet: {
        call: 'calendar_add',
        with: {
          summary: '${ "אסטרטגיה עם " + $context.people.people[0].name }',
          start: '${ $context.free.slots[0].start }',
          end: '${ $context.free.slots[0].end }',
          attendees: '${ $context.people.people[0].emails }',
        },
      },
    },
    {
      invite: {
        call: 'mail_draft',
        with: {
          to: '${ $context.people.people[0].emails }',
          subject: 'פגישה',
          text: '${ $context.found.documents[0].snippet }',
        },
      },
    },
  ]);
  const calendar = readFileSync(join(folder, 'work', 'calendar.ics'), 'utf8');
  const span = { from: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 1, 1) };
  expect(occurrencesIn(calendar, span, 'UTC')).toMatchObject([
    { summary: 'אסטרטגיה עם יואב כהן', start: Date.parse('2026-01-04T07:00:00Z'), attendees: ['yoav@tvuot.example'] },
  ]);
  const [draft = ''] = readdirSync(join(folder, 'work', 'drafts'));
  const mail = await readMail(readFileSync(join(folder, 'work', 'drafts', draft)));
  expect(mail).toMatchObject({ to: ['yoav@tvuot.example'], subject: 'פגישה' });
  expect(mail.text).toContain('האסטרטגיה');
});

test('a bakery: ledger analysed, cash flow drawn, retirement judged with its assumptions', async () => {
  const rows = Array.from({ length: 24 }, (_, index) => {
    const month = `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
    return `${month}-01,${30_000 + index * 100},sales,\n${month}-02,-24000,rent,`;
  });
  file('ledger.csv', `date,amount,category,description\n${rows.join('\n')}\n`);
  const result = await outcome([
    { analyse: { call: 'ledger_analyse', with: { path: 'ledger.csv' }, export: { as: '${ { analysis: . } }' } } },
    {
      forecast: {
        call: 'ledger_forecast',
        with: { path: 'ledger.csv', months: 12, balance: 50000 },
        export: { as: '${ $context + { forecast: . } }' },
      },
    },
    {
      retire: {
        call: 'finance_retirement',
        with: {
          age: 38,
          retireAt: 55,
          lastsUntil: 92,
          capital: 180000,
          yearlySaving: 30000,
          yearlyNeed: 48000,
          shares: 0.6,
          reserve: 50000,
        },
        output: { as: '${ { analysis: $context.analysis, forecast: $context.forecast, retirement: . } }' },
      },
    },
  ]);
  expect(result).toMatchObject({
    analysis: {
      net: 171_600,
      categories: [{ category: 'sales' }, { category: 'rent', amount: -576_000 }],
      problems: [],
    },
    forecast: { trend: 100, runway: null, chart: 'results/cash-flow.svg' },
    retirement: { futures: 5_000, assumptions: { inflation: 0.03 } },
  });
  const chart = readFileSync(join(folder, 'work', 'results', 'cash-flow.svg'), 'utf8');
  expect(chart.match(/<rect /g)).toHaveLength(12);
  expect(chart).toMatch(/^<svg [^]*<title id="t">Cash flow 2026-01 to 2026-12<\/title>[^]*<\/svg>\n$/);
});

test('what is not there faults with what is missing, and nothing is written', async () => {
  expect(await outcome([{ who: { call: 'contacts_find', with: { query: 'x' } } }])).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('there is no file contacts.vcf in the workspace') },
  });
  expect(await outcome([{ out: { call: 'documents_write', with: { path: '../evil.md', text: 'x' } } }])).toMatchObject({
    fault: { detail: expect.stringContaining('leads out of the workspace') },
  });
  expect(readdirSync(join(folder, 'work'))).toEqual([]);
});
