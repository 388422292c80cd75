/** What is written respects its reader: golden cases in three languages, two tones, three channels, and the zones of both. */
import { expect, test } from 'vitest';
import { openSamplePlace, textIn } from './sample-place.ts';

const order = { start: '2026-01-13T13:00:00Z', zones: ['Asia/Jerusalem'], points: ['1', '2'] };

const mails = [
  [
    'Hebrew, to a friend',
    { kind: 'invitation', topic: 'האסטרטגיה', to: 'יואב הראל' },
    'הזמנה לפגישה: האסטרטגיה',
    [
      'היי יואב,',
      'אשמח שניפגש בנושא האסטרטגיה.',
      'הזמן המוצע:\n  יום שלישי, 13 בינואר 2026, 08:00 (שעון ניו יורק)\n  יום שלישי, 13 בינואר 2026, 15:00 (שעון ישראל)',
      'על מה נדבר:\n- 1\n- 2',
      'האם הזמן מתאים? אם לא, אציע זמן אחר.',
      'תודה,\nDana Levin\n',
    ],
  ],
  [
    'English, formal',
    { kind: 'invitation', topic: 'the loan', to: 'Priya Raman', tone: 'formal' },
    'Meeting: the loan',
    [
      'Dear Priya Raman,',
      'I would like to meet about the loan.',
      'The time I suggest:\n  Tuesday, 13 January 2026, 08:00 (New York)\n  Tuesday, 13 January 2026, 15:00 (Jerusalem)',
      'What to talk about:\n- 1\n- 2',
      'Does that suit you? If not, I will suggest another time.',
      'Yours sincerely,\nDana Levin\n',
    ],
  ],
  [
    'German, to nobody in particular',
    { kind: 'notice', topic: 'der Laden ist am Montag zu', tone: 'formal' },
    'der Laden ist am Montag zu',
    [
      'Sehr geehrte Damen und Herren,',
      'bitte beachten Sie: der Laden ist am Montag zu.',
      'Mein Vorschlag:\n  Dienstag, 13. Januar 2026, 08:00 (New York)\n  Dienstag, 13. Januar 2026, 15:00 (Jerusalem)',
      'Einzelheiten:\n- 1\n- 2',
      'Mit freundlichen Grüßen\nDana Levin\n',
    ],
  ],
] as const;

test.each(mails)('%s', async (...[, wish, subject, blocks]) => {
  const place = await openSamplePlace();
  const message = await place.call('message_write', { ...order, ...wish, points: [...order.points] });
  expect(message).toMatchObject({ subject, text: blocks.join('\n\n') });
});

test('a phone gets one line of at most 160 characters, a chat no greeting', async () => {
  const place = await openSamplePlace();
  const wish = { kind: 'update', topic: `the rye, ${'which is late, '.repeat(20)}`, zones: [] };
  const sms = textIn((await place.call('message_write', { ...wish, channel: 'sms' }))['text']);
  expect([sms.length <= 160, sms.endsWith('…'), sms.includes('\n')]).toEqual([true, true, false]);
  const chat = await place.call('message_write', {
    kind: 'update',
    topic: 'the rye',
    channel: 'chat',
    points: ['late'],
  });
  expect(chat['text']).toBe('Here is a short update on the rye.\nIn short:\n- late');
});
