/** What it takes to carry out the Hebrew goal on the sample workspace: the right documents, person, hour, agenda, draft. */
import { expect, test } from 'vitest';
import { occurrencesIn, readMail } from '../src/workspace.ts';
import { itemsIn, openSamplePlace, textIn } from './sample-place.ts';

test('December at Tvuot: read, understood, and a meeting with the right Yoav in the hours of both', async () => {
  const place = await openSamplePlace();
  const found = await place.call('documents_search', {
    query: 'תבואות אסטרטגיה',
    from: '2025-12-01',
    until: '2026-01-01',
    limit: 12,
  });
  const paths = itemsIn(found['documents']).map(({ path }) => textIn(path));
  expect(paths.slice(0, 3)).toContain('tvuot/strategy-draft-2.md');
  expect(paths).toEqual(expect.arrayContaining(['tvuot/2025-12-17-steering.md', 'mail/2025-12-21-yoav.eml']));
  expect(paths).not.toContain('tvuot/2025-11-12-steering.md');

  const alone = await place.call('contacts_find', { query: 'יואב' });
  expect(alone).toMatchObject({ isSure: false, people: [{}, {}] });
  const who = await place.call('contacts_find', { query: 'עם יואב', about: 'תבואות' });
  expect(who).toMatchObject({ isSure: true, people: [{ name: 'יואב הראל', zone: 'Asia/Jerusalem' }, {}] });
  const [yoav = {}] = itemsIn(who['people']);

  const analysis = await place.call('documents_analyse', { paths, question: 'מה עשינו בדצמבר, מהי האסטרטגיה' });
  expect(analysis).toMatchObject({
    language: 'he',
    strategy: [
      { text: expect.stringContaining('להתמקד במאפיות קיימות'), path: 'tvuot/strategy-draft-2.md' },
      ...Array.from({ length: 7 }, () => ({})),
    ],
  });
  expect(itemsIn(analysis['activities']).map(({ text }) => text)).toContainEqual(expect.stringContaining('42.4 טון'));
  expect(itemsIn(analysis['actions'])).toContainEqual(
    expect.objectContaining({ owner: 'רותם', due: '2026-01-15', path: 'tvuot/2025-12-17-steering.md' }),
  );

  const free = await place.call('calendar_free', {
    from: '2026-01-12',
    until: '2026-01-24',
    minutes: 60,
    zones: [yoav['zone'] ?? ''],
  });
  const [slot = {}] = itemsIn(free['slots']);
  // Monday 8 and 9 o'clock are taken; from 10 on it is past five in Israel. On Tuesday the tasting was called off.
  expect(slot).toMatchObject({
    start: '2026-01-13T13:00:00.000Z',
    local: expect.stringContaining('15:00 (Jerusalem)'),
  });

  const title = 'תבואות: האסטרטגיה לשנת 2026';
  const times = { start: slot['start'] ?? '', end: slot['end'] ?? '' };
  const agenda = await place.call('agenda_write', { title, ...times, analysis, people: [yoav] });
  const written = place.file(textIn(agenda['path']));
  expect(written).toContain('## 1. מה נעשה');
  expect(written).toContain('שעון ישראל');
  expect(itemsIn(agenda['topics']).reduce((sum, { minutes }) => sum + Number(minutes), 0)).toBe(60);

  const meeting = await place.call('calendar_add', { summary: title, ...times, attendees: yoav['emails'] ?? [] });
  const span = { from: Date.UTC(2026, 0, 13), until: Date.UTC(2026, 0, 14) };
  const events = occurrencesIn(place.file('calendar.ics'), span, 'America/New_York');
  expect(events).toContainEqual(expect.objectContaining({ summary: title, attendees: ['yoav@tvuot.example'] }));

  const message = await place.call('message_write', {
    kind: 'invitation',
    topic: 'האסטרטגיה של תבואות',
    to: textIn(yoav['name']),
    start: times.start,
    zones: [yoav['zone'] ?? ''],
    points: agenda['points'] ?? [],
  });
  const draft = await place.call('mail_draft', {
    to: yoav['emails'] ?? [],
    subject: message['subject'] ?? '',
    text: message['text'] ?? '',
    attachments: [agenda['path'] ?? ''],
  });
  const mail = await readMail(place.bytes(textIn(draft['path'])));
  expect(mail).toMatchObject({ from: 'Dana Levin <dana@maplestreet.example>', to: ['yoav@tvuot.example'] });
  expect(mail.text).toMatch(/^היי יואב,[^]*15:00 \(שעון ישראל\)[^]*האסטרטגיה[^]*Dana Levin$/);
  expect(mail.attachments).toMatchObject([{ name: expect.stringMatching(/האסטרטגיה.*\.md$/) }]);

  expect(await place.call('calendar_cancel', { uid: meeting['uid'] ?? '' })).toMatchObject({ wasThere: true });
  expect(occurrencesIn(place.file('calendar.ics'), span, 'UTC').map(({ summary }) => summary)).not.toContain(title);
});
