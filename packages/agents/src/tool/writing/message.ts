import type { Language } from '../text/language.ts';

/** What a message is to do. */
export interface MessageOrder {
  readonly kind: 'invitation' | 'update' | 'notice' | 'reply';
  readonly language: Language;
  readonly tone: 'formal' | 'friendly';
  readonly channel: 'mail' | 'chat' | 'sms';
  /** Whom it is to, empty for nobody in particular. */
  readonly to: string;
  readonly from: string;
  readonly topic: string;
  /** When they are to meet, as people write it; one line for each place. */
  readonly times: readonly string[];
  readonly points: readonly string[];
}

/** A message, ready to be read by a person before it goes anywhere. */
export type WrittenMessage = { readonly subject: string; readonly text: string };

/** Characters of one text message. */
const smsLength = 160;

const phrases = {
  he: {
    greeting: { formal: 'שלום רב,', friendly: 'שלום,' },
    greetingTo: { formal: (name: string) => `שלום ${name},`, friendly: (name: string) => `היי ${name},` },
    invitation: (topic: string) => `אשמח שניפגש בנושא ${topic}.`,
    invitationSubject: (topic: string) => `הזמנה לפגישה: ${topic}`,
    update: (topic: string) => `להלן עדכון קצר בנושא ${topic}.`,
    notice: (topic: string) => `אנו מבקשים להודיע: ${topic}.`,
    reply: (topic: string) => `תודה על ההודעה בנושא ${topic}. קראנו אותה, וזו התשובה שלנו.`,
    when: 'הזמן המוצע:',
    points: { invitation: 'על מה נדבר:', update: 'עיקרי הדברים:', notice: 'פרטים:', reply: 'לגופו של עניין:' },
    question: 'האם הזמן מתאים? אם לא, אציע זמן אחר.',
    closing: { formal: 'בברכה,', friendly: 'תודה,' },
  },
  de: {
    greeting: { formal: 'Sehr geehrte Damen und Herren,', friendly: 'Hallo,' },
    greetingTo: { formal: (name: string) => `Guten Tag ${name},`, friendly: (name: string) => `Hallo ${name},` },
    invitation: (topic: string) => `ich möchte mich gern mit Ihnen über folgendes Thema austauschen: ${topic}.`,
    invitationSubject: (topic: string) => `Besprechung: ${topic}`,
    update: (topic: string) => `hier ein kurzer Stand zum Thema ${topic}.`,
    notice: (topic: string) => `bitte beachten Sie: ${topic}.`,
    reply: (topic: string) =>
      `vielen Dank für Ihre Nachricht zum Thema ${topic}. Wir haben sie gelesen und antworten gern.`,
    when: 'Mein Vorschlag:',
    points: { invitation: 'Worüber wir sprechen:', update: 'In Kürze:', notice: 'Einzelheiten:', reply: 'Zur Sache:' },
    question: 'Passt Ihnen das? Wenn nicht, schlage ich eine andere Zeit vor.',
    closing: { formal: 'Mit freundlichen Grüßen', friendly: 'Viele Grüße' },
  },
  en: {
    greeting: { formal: 'Dear Sir or Madam,', friendly: 'Hello,' },
    greetingTo: { formal: (name: string) => `Dear ${name},`, friendly: (name: string) => `Hi ${name},` },
    invitation: (topic: string) => `I would like to meet about ${topic}.`,
    invitationSubject: (topic: string) => `Meeting: ${topic}`,
    update: (topic: string) => `Here is a short update on ${topic}.`,
    notice: (topic: string) => `Please note: ${topic}.`,
    reply: (topic: string) => `Thank you for writing to us about ${topic}. We have read it, and this is our answer.`,
    when: 'The time I suggest:',
    points: { invitation: 'What to talk about:', update: 'In short:', notice: 'Details:', reply: 'To the point:' },
    question: 'Does that suit you? If not, I will suggest another time.',
    closing: { formal: 'Yours sincerely,', friendly: 'Thank you,' },
  },
} as const;

/**
 * A message from a template, in the language and tone of whoever reads it: a whole mail, a few lines for a chat, one line
 * of at most 160 characters for a phone.
 */
export function writeMessage(order: MessageOrder): WrittenMessage {
  const said = phrases[order.language];
  const subject = order.kind === 'invitation' ? said.invitationSubject(order.topic) : order.topic;
  const opening = said[order.kind](order.topic);
  if (order.channel === 'sms') return { subject: '', text: cut([opening, ...order.times].join(' '), smsLength) };
  const time = order.times.length === 0 ? [] : [said.when, ...order.times.map((one) => `  ${one}`)];
  const points = order.points.length === 0 ? [] : [said.points[order.kind], ...order.points.map((one) => `- ${one}`)];
  if (order.channel === 'chat') return { subject: '', text: [opening, ...time, ...points.slice(0, 4)].join('\n') };
  const question = order.kind === 'invitation' ? [said.question] : [];
  const blocks = [[greetingOf(order)], [opening], time, points, question, [said.closing[order.tone], order.from]];
  return {
    subject,
    text: `${blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n')}\n`,
  };
}

/** Friends go by their first name, others by the whole of it. */
function greetingOf({ language, tone, to }: MessageOrder): string {
  const said = phrases[language];
  if (to === '') return said.greeting[tone];
  return said.greetingTo[tone](tone === 'friendly' ? (to.split(' ')[0] ?? to) : to);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf(' ', length - 1);
  return `${text.slice(0, end > 0 ? end : length - 1)}…`;
}
