/** A folder is read as people left it, and written so that nothing is lost, and nothing outside of it is touched. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  draftMail,
  monthsOf,
  readDocument,
  readLedger,
  readMail,
  Workspace,
  WorkspaceError,
} from '../src/workspace.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-workspace-'));
  mkdirSync(join(folder, 'notes'));
  writeFileSync(join(folder, 'notes', 'סיכום.md'), '# סיכום דצמבר\n\nסיימנו את הפיילוט.');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a workspace', () => {
  test('lists and reads what is in it, leaves out what is not part of the work', async () => {
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git', 'config'), '');
    symlinkSync('/etc/passwd', join(folder, 'passwords.txt'));
    const workspace = await Workspace.open(folder);
    expect((await workspace.files()).map(({ path }) => path)).toEqual(['notes/סיכום.md']);
    expect((await workspace.read('notes/סיכום.md')).toString()).toContain('הפיילוט');
  });

  test.for(['../outside.txt', '/etc/passwd', 'notes/../../x', 'passwords.txt', 'linked/x.txt', 'a\u0000b'])(
    '%s is not reached, neither to read nor to write',
    async (path) => {
      symlinkSync('/etc/passwd', join(folder, 'passwords.txt'));
      symlinkSync(tmpdir(), join(folder, 'linked'));
      const workspace = await Workspace.open(folder);
      await expect(workspace.read(path)).rejects.toThrow(WorkspaceError);
      await expect(workspace.write(path, 'x')).rejects.toThrow(/leads out of the workspace, or through a link/);
    },
  );

  test('writes whole files into new folders, and leaves no drafts', async () => {
    const workspace = await Workspace.open(folder);
    await workspace.write('results/report.md', 'one');
    await workspace.write('results/report.md', 'two');
    expect(readFileSync(join(folder, 'results', 'report.md'), 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'results'))).toEqual(['report.md']);
    await expect(workspace.read('results')).rejects.toThrow(/there is no file results/);
    await expect(Workspace.open(join(folder, 'nowhere'))).rejects.toThrow(/is no folder/);
  });

  test('names may be as long as the file system takes them, in any letters, and longer ones are refused in words', async () => {
    const workspace = await Workspace.open(folder);
    const longest = `${'ס'.repeat(125)}ab.md`;
    expect(Buffer.byteLength(longest)).toBe(255);
    await workspace.write(longest, 'all of it');
    expect((await workspace.read(longest)).toString()).toBe('all of it');
    const [tooLong, longFolder] = [`a${longest}`, `${'x'.repeat(256)}/short.md`];
    await expect(workspace.write(tooLong, '')).rejects.toThrow(/takes no name as long as that of aס+ab\.md: 255 bytes/);
    await expect(workspace.write(longFolder, '')).rejects.toBeInstanceOf(WorkspaceError);
    expect(readdirSync(folder).toSorted()).toEqual(['notes', longest]);
  });

  test('two who write a file at once leave what one of them wrote', async () => {
    const workspace = await Workspace.open(folder);
    await Promise.all(['one', 'two', 'three'].map((text) => workspace.write('report.md', text)));
    expect(['one', 'two', 'three']).toContain((await workspace.read('report.md')).toString());
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('a file that is opened', () => {
  test('is read to the end of what it was, and is another one when something else stands in its place', async () => {
    const workspace = await Workspace.open(folder);
    await workspace.write('report.md', 'first');
    const file = await workspace.openFile('report.md');
    await workspace.write('report.md', 'second, and longer');
    expect(file).toMatchObject({ kind: 'there', bytes: 5 });
    expect(file.kind === 'there' && (await new Response(file.content()).text())).toBe('first');
    await workspace.write('empty.md', '');
    const empty = await workspace.openFile('empty.md');
    expect(empty.kind === 'there' && (await new Response(empty.content()).text())).toBe('');
  });

  test('is a file of the workspace, or is said to be none', async () => {
    symlinkSync('/etc/passwd', join(folder, 'passwords.txt'));
    symlinkSync(join(folder, 'notes'), join(folder, 'linked'));
    const workspace = await Workspace.open(folder);
    const paths = ['passwords.txt', 'linked/סיכום.md', '../x', '/etc/passwd', 'notes', 'a\u0000b', 'x'.repeat(300)];
    for (const path of paths) expect([path, await workspace.openFile(path)]).toMatchObject([path, { kind: 'refused' }]);
    for (const path of ['nowhere.md', 'notes/סיכום.md/x'])
      expect(await workspace.openFile(path)).toEqual({ kind: 'gone' });
  });
});

describe('documents', () => {
  test('a title is what the document says of itself, else its name', async () => {
    expect(await readDocument('a/b.md', Buffer.from('# The plan\n\nText'))).toMatchObject({
      title: 'The plan',
      kind: 'markdown',
    });
    expect(await readDocument('a/b.txt', Buffer.from('Text'))).toMatchObject({ title: 'b.txt', text: 'Text' });
    expect(await readDocument('a/b.exe', Buffer.from('MZ'))).toBeNull();
  });

  test('the text of a PDF is read; a damaged one is left out', async () => {
    const read = await readDocument('offer.pdf', smallPdf('Lease ends in May'));
    expect(read).toMatchObject({ kind: 'pdf', text: 'Lease ends in May' });
    expect(await readDocument('offer.pdf', Buffer.from('%PDF-1.4 broken'))).toBeNull();
  });
});

describe('mail', () => {
  const draft = {
    from: 'Ada <ada@bakery.example>',
    to: ['יואב כהן <yoav@tvuot.example>'],
    subject: 'פגישה על האסטרטגיה של תבואות',
    text: 'שלום יואב,\n\nמתאים לך יום שני ב־12:15?\n',
    date: Date.UTC(2026, 0, 2, 8),
    id: 'execution-1',
  };

  test('a draft is a mail that is read back as it was written, in any script', async () => {
    const bytes = await draftMail(draft);
    expect(bytes.toString('latin1')).toMatch(/^X-Unsent: 1$/m);
    expect(await readMail(bytes)).toEqual({
      subject: draft.subject,
      from: draft.from,
      to: draft.to,
      date: draft.date,
      text: draft.text.trim(),
      attachments: [],
    });
  });

  test('a line break cannot smuggle a header in, and an address has to be one', async () => {
    const bytes = await draftMail({ ...draft, subject: 'Hi\r\nBcc: spy@evil.example' });
    expect(bytes.toString('latin1')).not.toMatch(/^Bcc:/im);
    await expect(draftMail({ ...draft, to: ['yoav'] })).rejects.toThrow(/"yoav" is no mail address/);
    await expect(draftMail({ ...draft, to: ['a@b.example\r\nBcc: x@y.example'] })).rejects.toThrow(/no mail address/);
  });

  test('HTML alone is read as text, and scripts are not', async () => {
    const html =
      'Subject: News\r\nContent-Type: text/html\r\n\r\n<p>Good&nbsp;news</p><script>alert(1)</script><p>More</p>';
    expect(await readMail(Buffer.from(html))).toMatchObject({ subject: 'News', text: 'Good news\nMore', date: null });
  });
});

describe('a ledger', () => {
  test('is read in both languages, with what cannot be read listed by line', () => {
    const { entries, problems } = readLedger(
      'תאריך;סכום;קטגוריה;תיאור\n31/01/2026;1,234.50;sales;קמח\n2026-02-30;5;x;y\n1.3.2026;(20);rent;\n2026-03-02;many;x;y\n',
    );
    expect(entries).toEqual([
      { date: '2026-01-31', amount: 123_450, category: 'sales', text: 'קמח', line: 2 },
      { date: '2026-03-01', amount: -2_000, category: 'rent', text: '', line: 4 },
    ]);
    expect(problems).toEqual(['line 3: "2026-02-30" is no date', 'line 5: "many" is no amount']);
  });

  test('gives every month from first to last', () => {
    const { entries } = readLedger('date,amount\n2025-12-01,10\n2025-12-05,-4\n2026-02-01,1\n');
    expect(monthsOf(entries)).toEqual([
      { month: '2025-12', income: 1_000, expenses: 400 },
      { month: '2026-01', income: 0, expenses: 0 },
      { month: '2026-02', income: 100, expenses: 0 },
    ]);
  });

  test('without the columns it needs it is refused with what was found', () => {
    expect(() => readLedger('when,how much\n1,2\n')).toThrow(/needs a column "date"; this one has: when, how much/);
    expect(() => readLedger('')).toThrow(/no heading/);
  });
});

/** The smallest document with one line of text. */
function smallPdf(text: string): Buffer {
  const content = `BT /F1 12 Tf 72 700 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${size}\n0000000000 65535 f \n${table}${end}`, 'latin1');
}
