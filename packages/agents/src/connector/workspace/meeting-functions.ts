import { agendaTopics, type AgendaTopic } from '../../tool/writing/agenda.ts';
import { languageNamed, languageOf, languages, type Language } from '../../tool/text/language.ts';
import { writeMessage, type MessageOrder } from '../../tool/writing/message.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import { spokenTime } from '../calendar/spoken-time.ts';
import type { Argument } from './argument.ts';
import { nameFor } from './file-name.ts';
import { aimsOrder, letterOrder } from './meeting-orders.ts';
import type { Owner } from './people-functions.ts';
import { anything, fileOf, listOf, moment, number, object, oneOf, text, texts, words } from './schema.ts';
import { writes, writingNote, writtenOr } from './with-writer.ts';
import { workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** What is written for meetings: agendas and messages. */
export function meetingFunctions(workspace: Workspace, owner: Owner, writer: Writer | null): readonly ToolDefinition[] {
  return [agenda(workspace, owner, writer), message(owner, writer)];
}

function agenda(workspace: Workspace, owner: Owner, writer: Writer | null): ToolDefinition {
  const topic = object({ title: text, minutes: number, points: texts }, { aim: text });
  return workspaceFunction({
    name: 'agenda_write',
    description:
      'Writes the agenda of a meeting as a document: when, who, topics with minutes, quoted from an analysis of documents (the output of documents_analyse).',
    input: object(
      { title: words, start: moment, end: moment },
      {
        analysis: anything,
        people: listOf(anything),
        topics: texts,
        language: oneOf(...languages),
        path: fileOf('md', 'txt'),
      },
    ),
    output: object({ path: text, title: text, text, topics: listOf(topic), points: texts }, writingNote),
    files: ['path'],
    planning: writes(writesOwn(['results']), writer),
    async run(given, context) {
      const language = languageIn(given, given.text('title'));
      const known = agendaTopics(materialOf(given, { language, owner }));
      const { value, note } = await writtenOr(aimsOrder(known, given.text('title'), language), { writer, context });
      const topics = value ?? known;
      const written = agendaText(given, { topics, language, owner });
      const path = given.text('path', `results/${nameFor(given.text('title'))}.md`);
      await workspace.write(path, written);
      return {
        path,
        title: given.text('title'),
        text: written,
        topics,
        points: topics.map(({ title }) => title),
        ...note,
      };
    },
  });
}

interface Writing {
  readonly language: Language;
  readonly owner: Owner;
}

function materialOf(given: Argument, { language, owner }: Writing): Parameters<typeof agendaTopics>[0] {
  const analysis = given.part('analysis');
  const quoted = (name: string): readonly string[] => analysis.parts(name).map((one) => one.text('text', ''));
  return {
    language,
    minutes: Math.round((given.instant('end', owner.zone) - given.instant('start', owner.zone)) / 60_000),
    asked: given.texts('topics'),
    done: quoted('activities'),
    strategy: quoted('strategy'),
    decisions: quoted('decisions'),
    risks: quoted('risks'),
    questions: quoted('questions'),
    actions: quoted('actions'),
  };
}

const labels = {
  he: { when: 'מתי', who: 'מי', minutes: 'דקות', sources: 'מקורות' },
  de: { when: 'Wann', who: 'Wer', minutes: 'Minuten', sources: 'Quellen' },
  en: { when: 'When', who: 'Who', minutes: 'minutes', sources: 'Sources' },
} as const;

function agendaText(
  given: Argument,
  { topics, language, owner }: Writing & { readonly topics: readonly AgendaTopic[] },
): string {
  const label = labels[language];
  const start = given.instant('start', owner.zone);
  const people = given.parts('people');
  const zones = [owner.zone, ...people.map((person) => person.text('zone', ''))].filter((zone) => zone !== '');
  const names = [owner.name ?? owner.address, ...people.map((person) => person.text('name', ''))];
  const when = [...new Set(zones)].map((zone) => `- ${label.when}: ${spokenTime(start, { zone, language })}`);
  const body = topics.map(({ title, minutes, points, aim }, index) =>
    [
      `## ${index + 1}. ${title} (${minutes} ${label.minutes})`,
      '',
      ...(aim === undefined ? [] : [aim, '']),
      ...points.map((point) => `- ${point}`),
    ].join('\n'),
  );
  const sources = sourcesOf(given.part('analysis'));
  const end = sources.length === 0 ? [] : [`## ${label.sources}\n\n${sources.map((path) => `- ${path}`).join('\n')}`];
  const head = [`# ${given.text('title')}`, '', ...when, `- ${label.who}: ${names.join(', ')}`].join('\n');
  return `${[head, ...body, ...end].join('\n\n')}\n`;
}

/** The documents that are quoted. */
function sourcesOf(analysis: Argument): readonly string[] {
  const kinds = ['activities', 'strategy', 'decisions', 'risks', 'questions', 'actions'];
  return [...new Set(kinds.flatMap((kind) => analysis.parts(kind).map((one) => one.text('path', ''))))].toSorted();
}

function message(owner: Owner, writer: Writer | null): ToolDefinition {
  return workspaceFunction({
    name: 'message_write',
    description:
      'Writes a message (invitation, update, notice, reply) for a mail, a chat or a phone, in the language and tone of its reader, times in the zones of all. It is not sent.',
    input: object(
      { kind: oneOf('invitation', 'update', 'notice', 'reply'), topic: words },
      {
        to: text,
        language: oneOf(...languages),
        tone: oneOf('formal', 'friendly'),
        channel: oneOf('mail', 'chat', 'sms'),
        start: moment,
        zones: texts,
        points: texts,
      },
    ),
    output: object({ subject: text, text, language: text }, writingNote),
    planning: writes({ risk: 'low', why: 'it changes nothing' }, writer),
    async run(given, context) {
      const language = languageIn(given, `${given.text('topic')} ${given.text('to', '')}`);
      const zones = [...new Set([owner.zone, ...given.texts('zones')])].filter((zone) => zone !== '');
      const start = given.has('start') ? given.instant('start', owner.zone) : null;
      const order: MessageOrder = {
        kind: choice(given.text('kind'), ['invitation', 'update', 'notice', 'reply']),
        language,
        tone: choice(given.text('tone', 'friendly'), ['friendly', 'formal']),
        channel: choice(given.text('channel', 'mail'), ['mail', 'chat', 'sms']),
        to: given.text('to', ''),
        from: owner.name ?? owner.address,
        topic: given.text('topic'),
        times: start === null ? [] : zones.map((zone) => spokenTime(start, { zone, language })),
        points: given.texts('points'),
      };
      const written = writeMessage(order);
      const { value, note } = await writtenOr(letterOrder(order, written), { writer, context });
      return { ...(value ?? written), language, ...note };
    },
  });
}

/** What was asked for, else the language of the words themselves. */
function languageIn(given: Argument, words: string): Language {
  return languageNamed(given.text('language', '')) ?? languageOf(words);
}

/** One of some words; the schema has checked that it is, so the first stands for what cannot be. */
function choice<T extends string>(said: string, known: readonly [T, ...T[]]): T {
  return known.find((one) => one === said) ?? known[0];
}
