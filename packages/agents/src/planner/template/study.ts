import type { Json, JsonObject } from '@batonhq/core';
import { cuesOf } from '../goal/cues.ts';
import { readingIn } from '../goal/deeds.ts';
import { contextText, type Goal } from '../goal/goal.ts';
import type { Phrases } from '../goal/language.ts';
import { topicOf } from '../goal/topic.ts';
import type { WrittenTime } from '../../tool/text/dates.ts';
import type { Part, PlanSite } from './plan-site.ts';

const cues = cuesOf(
  'סוכם, סיכמנו, הוחלט, החלטנו, discussed, decided',
  'read, review, understand, look at, go over, go through, study, learn, find, search, summarise, summarize, summary, analyse, analyze, recap, catch up, documents, the notes, my notes, our notes, meeting notes, notes of, notes from, find out, what we did, what happened',
  'קרא, תקרא, תקראי, לקרוא, קראי, תבין, תביני, להבין, הבן, תסכם, תסכמי, סכם, לסכם, סיכום, תחפש, תחפשי, חפש, לחפש, תמצא, למצוא, מסמכים, מסמך, תעבור, תלמד, לעבור, תנתח, לנתח, נתח, עשינו, קרה',
);

/** Reading documents about something and making sense of them. */
export const study: Part = {
  name: 'study',
  cues,
  build(site) {
    const { goal } = site;
    const period = pastOf(goal);
    // What happened in a month is a subject too, also when nothing else is said.
    const subject = subjectOf(site);
    const topic = subject || (period?.text ?? '');
    if (topic === '') {
      site.miss('topic', aboutWhat);
      return;
    }
    if (goal.paths.length > 0) {
      analyse(site, topic, goal.paths.slice(0, 16));
      return;
    }
    const searches = subject === '' ? [] : [search(site, { name: 'documents', topic, period: null })];
    if (period !== null)
      searches.unshift(
        search(site, { name: 'documents_of_time', topic: topicAt(goal, period.index) || subject, period }),
      );
    const found = searches.map((name) => `$context.${name}.documents`).join(' + ');
    analyse(
      site,
      topic,
      `\${ ${found} | map(.path) | reduce .[] as $one ([]; if index($one) then . else . + [$one] end) | .[0:16] | if length == 0 then error(${JSON.stringify(`no document speaks of ${topic}`)}) else . end }`,
    );
  },
};

function analyse(site: PlanSite, topic: string, paths: Json): void {
  site.add({
    name: 'analysis',
    function: 'documents_analyse',
    with: { paths, question: topic, language: site.goal.language },
    purpose: { en: `understand: ${topic}`, he: `להבין: ${topic}` },
  });
}

/** Asked where nothing says what it is about. */
export const aboutWhat: Phrases = {
  en: 'About what? A name, a project, a subject.',
  he: 'במה מדובר? שם, פרויקט, נושא.',
};

/** What is read about: the topic; else the people, where nothing else is wanted of them: `summarise the mails from Yoav`. */
function subjectOf({ goal, parts }: PlanSite): string {
  const topic = topicOfGoal(goal);
  if (topic !== '' || ['meeting', 'message', 'cancel'].some((part) => parts.has(part))) return topic;
  return [...goal.people.map(({ name }) => name), ...goal.paths].join(' ');
}

/** What was studied, in words: never empty where something was. */
export function studied(site: PlanSite): string {
  return subjectOf(site) || (pastOf(site.goal)?.text ?? '');
}

/** What a study is written down as, when nothing else is made of it. */
export function writeStudy(site: PlanSite): void {
  site.add({
    name: 'report',
    function: 'report_write',
    with: {
      title: studied(site),
      language: site.goal.language,
      sections: [
        section(site, { en: 'In short', he: 'בקצרה' }, '.summary | map(.text)'),
        section(site, { en: 'Decisions', he: 'החלטות' }, '.decisions | map(if type == "object" then .text else . end)'),
        section(site, { en: 'Strategy', he: 'אסטרטגיה' }, '.strategy | map(if type == "object" then .text else . end)'),
        section(site, { en: 'To do', he: 'משימות' }, '.actions | map(if type == "object" then .text else . end)'),
        section(site, { en: 'Risks', he: 'סיכונים' }, '.risks | map(if type == "object" then .text else . end)'),
      ],
    },
    purpose: { en: 'write down what was found', he: 'לכתוב את מה שנמצא' },
  });
}

function section(site: PlanSite, heading: { readonly en: string; readonly he: string }, path: string): JsonObject {
  return { heading: site.say(heading), points: `\${ $context.analysis${path} }` };
}

interface Searching {
  readonly name: string;
  readonly topic: string;
  readonly period: WrittenTime | null;
}

function search(site: PlanSite, { name, topic, period }: Searching): string {
  const dates = period === null ? {} : { from: iso(period.from), until: iso(period.until) };
  site.add({
    name,
    function: 'documents_search',
    with: { query: topic, limit: period === null ? 8 : 12, ...dates },
    purpose:
      period === null
        ? { en: `find what speaks of ${topic}`, he: `למצוא מה שמדבר על ${topic}` }
        : inPeriod(topic, period),
  });
  return name;
}

function inPeriod(topic: string, { text }: WrittenTime): Phrases {
  if (topic === '')
    return { en: `find what was written in that time (${text})`, he: `למצוא מה שנכתב באותו זמן (${text})` };
  return { en: `find what was written about ${topic} (${text})`, he: `למצוא מה שנכתב על ${topic} (${text})` };
}

/** What it is about: the words of the goal that are neither deeds, nor times, nor people. */
export function topicOfGoal(goal: Goal): string {
  return contextText(goal, 'topic') ?? topicIn(goal, goal.text, 0);
}

/** What the clause that stands at a place is about. */
function topicAt(goal: Goal, index: number): string {
  const clause = goal.clauses.find(({ start, end }) => start <= index && index < end);
  return clause === undefined ? '' : topicIn(goal, clause.text, clause.start);
}

/** The same for people to read: what each clause is about, set apart. */
export function topicTitle(goal: Goal): string {
  const topics = goal.clauses.map(({ text, start }) => topicIn(goal, text, start)).filter((topic) => topic !== '');
  return [...new Set(topics)].join(', ');
}

/** `a brief summary` and `brief me` are about no brief. */
const shortly =
  /\b[Bb]rief(?=\s+(?:summary|report|update|overview|message|mail|e-?mail|note|me|us)\b)|\b[Bb]rief(?=\s+\p{Lu}\p{Ll})/gu;

function topicIn(goal: Goal, text: string, offset: number): string {
  const places = [
    ...goal.times.map((time) => ({ start: time.index, end: time.index + time.text.length })),
    ...goal.amounts,
    ...goal.durations,
    ...readingIn(goal.text),
    ...[...goal.text.matchAll(shortly)].map(({ index, 0: said }) => ({ start: index, end: index + said.length })),
  ];
  const taken = places.map(({ start, end }) => ({ start: start - offset, end: end - offset }));
  const names = goal.people.flatMap(({ name }) => name.split(' '));
  const without = new Set([...cues.terms, ...deeds.terms, ...cuesOf(...names).terms]);
  return topicOf(text, { without, taken, known: goal.known });
}

/** Words of other parts, which say what to do with a topic. */
const deeds = cuesOf(
  'give, know, say, says, said, tell us, תכיני, תשלחי, תכתבי, תתאמי, תסכמי, תתאמו, לדון, discuss, talk, half, cancel, invite, prepare, offer, me, protocols',
  'schedule, set, book, arrange, organise, organize, plan, meeting, meet, call, workshop, appointment, agenda, invite, invitation, prepare, write, send, draft, mail, email, message, report, short, tell, ask, inform, update, hour, project, about, work, make, create, time, find, free, slot, hours, minutes',
  'תקבע, תקבעי, לקבוע, קבע, תתאם, לתאם, פגישה, פגישות, ישיבה, סדנה, שיחה, זימון, תזמן, תכתוב, לכתוב, תשלח, לשלוח, מייל, הודעה, טיוטה, דוח, תכין, להכין, סדר, יום, פרויקט, שעה, דקות, זמן, חצי, צהריים, לגבי, הכן, הכיני, הכינו, כתבי, שלח, שלחי, קבעי, תאם, תאמי, נסח, נסחי, בדוק, בדקי, תבדוק, תבדקי, הצג, הציגי, הראה, הראי, תראה, חשב, תחשב, ארגן, תארגן, בנושא, קצר, קצרה, מהפגישה',
);

/** The time a goal looks back on. */
function pastOf(goal: Goal): Searching['period'] {
  const found = goal.times.find(({ from }) => from < goal.request.now);
  return found ?? null;
}

/** An instant as arguments have it. */
export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
