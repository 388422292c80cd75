import type { Json, JsonObject } from '@batonhq/core';
import type { Language } from '../../tool/text/language.ts';
import type { AgendaTopic } from '../../tool/writing/agenda.ts';
import type { MessageOrder, WrittenMessage } from '../../tool/writing/message.ts';
import { ungrounded } from '../../writer/grounded.ts';
import type { Reading } from '../../writer/writer.ts';
import { Argument } from './argument.ts';
import { listOf, object, text } from './schema.ts';
import type { Optional } from './with-writer.ts';

/** Characters of one text message. */
const smsLength = 160;

/** What is to come of each topic of a meeting. */
export function aimsOrder(
  topics: readonly AgendaTopic[],
  title: string,
  language: Language,
): Optional<readonly AgendaTopic[]> {
  const facts: JsonObject = {
    meeting: title,
    topics: topics.map((topic) => ({ ...topic, points: [...topic.points] })),
  };
  return {
    without: 'agenda',
    task: 'Say for each topic of this meeting, in one or two sentences, what to ask or decide so that the time is well spent. `title` as it is given.',
    language,
    facts,
    output: object({ topics: listOf(object({ title: text, aim: text })) }),
    read: (answer) => readAims(answer, { topics, facts }),
  };
}

function readAims(
  answer: Json,
  { topics, facts }: { readonly topics: readonly AgendaTopic[]; readonly facts: JsonObject },
): Reading<readonly AgendaTopic[]> {
  const aims = new Map(
    new Argument(answer).parts('topics').map((one) => [one.text('title', ''), one.text('aim', '').trim()]),
  );
  const missing = topics.filter(({ title }) => (aims.get(title) ?? '') === '').map(({ title }) => title);
  if (missing.length > 0) return { kind: 'wrong', problem: `these topics have no aim: ${missing.join('; ')}` };
  const problem = ungrounded([...aims.values()].join('\n'), facts);
  if (problem !== null) return { kind: 'wrong', problem };
  return { kind: 'good', value: topics.map((topic) => ({ ...topic, aim: aims.get(topic.title) ?? '' })) };
}

/** A message as a person would write it, in the place of the one from the template. */
export function letterOrder(order: MessageOrder, draft: WrittenMessage): Optional<WrittenMessage> {
  const { language, kind, tone, channel, to, from, topic, times, points } = order;
  const about = { kind, tone, channel, to, from, topic, times: [...times], points: [...points] };
  const facts: JsonObject = { ...about, draft: { ...draft } };
  return {
    without: 'message',
    task: `Write this ${kind} in a ${tone} tone for ${channel}, better than the draft from a template: fit to its reader and its points. Keep every line of \`times\` word for word, and the name of who writes.${channel === 'mail' ? '' : ' `subject` stays empty.'}`,
    language,
    facts,
    output: object({ subject: text, text }),
    read: (answer) => readLetter(answer, { order, draft, facts }),
  };
}

interface Letter {
  readonly order: MessageOrder;
  readonly draft: WrittenMessage;
  readonly facts: JsonObject;
}

function readLetter(answer: Json, { order, draft, facts }: Letter): Reading<WrittenMessage> {
  const given = new Argument(answer);
  const [subject, body] = [given.text('subject', '').trim(), given.text('text', '').trim()];
  const problem = problemIn(body, order) ?? ungrounded(`${subject}\n${body}`, facts);
  if (problem !== null) return { kind: 'wrong', problem };
  const isMail = order.channel === 'mail';
  return {
    kind: 'good',
    value: { subject: isMail ? subject || draft.subject : '', text: isMail ? `${body}\n` : body },
  };
}

function problemIn(body: string, { times, channel, from }: MessageOrder): string | null {
  if (body === '') return '`text` is empty';
  const missing = times.filter((time) => !body.includes(time));
  if (missing.length > 0) return `these times are missing, word for word: ${missing.join('; ')}`;
  if (channel === 'sms' && body.length > smsLength) return `a text message has at most ${smsLength} characters`;
  return channel === 'mail' && !body.includes(from) ? `it is signed by ${from}` : null;
}
