import { cuesOf } from '../goal/cues.ts';
import type { NamedPerson } from '../goal/people.ts';
import { soundAlike } from '../goal/sound.ts';
import type { KnownPerson } from '../plan.ts';
import type { Part, PlanSite } from './plan-site.ts';
import { iso, topicOfGoal, topicTitle } from './study.ts';
import { whenMeant } from './when-meant.ts';

const day = 24 * 60 * 60_000;
const usualMinutes = 60;

/** Setting up a meeting: who, when, what about, the event and the invitation. */
export const meeting: Part = {
  name: 'meeting',
  cues: cuesOf(
    'meeting, meet, appointment, workshop, set up a call, schedule a call, book a call, sit down with',
    'פגישה, פגישות, ישיבה, סדנה, להיפגש, נפגש, תיפגש, קבע שיחה, תקבע שיחה, לקבוע שיחה, תתאם שיחה, לתאם שיחה, תתאמי שיחה, זימון',
  ),
  build(site) {
    // Taking a meeting out of the calendar is no reason to enter another one.
    if (site.parts.has('cancel')) return;
    const contacts = contactsOf(site);
    if (contacts === null || isOver(site)) return;
    const title = titleOf(site);
    freeTime(site, contacts, minutesOf(site));
    agenda(site, contacts, title);
    enter(site, contacts, title);
    invite(site, contacts, title);
  },
};

/** Tasks that look the people up; null, and a question, when nobody is named. */
export function contactsOf(site: PlanSite): readonly string[] | null {
  assumeOwner(site);
  const { people } = site.goal;
  if (people.length === 0) {
    site.miss('person', { en: 'With whom? Give a name.', he: 'עם מי? יש לתת שם.' });
    return null;
  }
  if (!isKnown(site)) return null;
  return people.slice(0, 8).map((person, index) => lookUp(site, person, index));
}

/** Texts are signed and hours counted for somebody: who that is, nobody may have said. */
function assumeOwner(site: PlanSite): void {
  const { workspace, zone } = site.goal.request;
  if (workspace === undefined || workspace.files.includes('workspace.yaml')) return;
  site.assume({
    en: `Nobody says who you are: hours are those of ${zone}. Put your name, address, zone and hours into workspace.yaml.`,
    he: `לא כתוב מי את/ה: השעות הן לפי ${zone}. אפשר לכתוב שם, כתובת, אזור זמן ושעות ב-workspace.yaml.`,
  });
}

/** A meeting in the past is a slip of whoever asked, unless the past is what is to be read about. */
function isOver(site: PlanSite): boolean {
  const { times, request } = site.goal;
  const [said] = times;
  if (said === undefined || site.parts.has('study') || times.some(({ until }) => until > request.now)) return false;
  site.miss('when', { en: `"${said.text}" is over. When is it to be?`, he: `"${said.text}" כבר עבר. מתי?` });
  return true;
}

/** Somebody who is in no address book cannot be written to: better said before than found out on the way. */
function isKnown(site: PlanSite): boolean {
  const { workspace } = site.goal.request;
  if (workspace === undefined) return true;
  const [stranger] = site.goal.people.filter(({ candidates }) => candidates.length === 0);
  if (workspace.files.includes('contacts.vcf') && stranger === undefined) return true;
  const name = stranger?.name ?? '';
  const en = workspace.files.includes('contacts.vcf')
    ? `Nobody called ${name} is in contacts.vcf. Who is meant, as it is written there?`
    : 'There is no contacts.vcf in the workspace: put one there, with names and addresses.';
  const he = workspace.files.includes('contacts.vcf')
    ? `אין ${name} ב-contacts.vcf. למי הכוונה, כפי שכתוב שם?`
    : 'אין contacts.vcf בתיקייה: יש להוסיף אותו, עם שמות וכתובות.';
  site.miss('person', { en, he }, suggested(name, workspace.people));
  return false;
}

/** How many people are suggested at most. */
const mostSuggested = 8;

/** Those whose name sounds alike first; all of a small address book, because names are spelled in many ways. */
function suggested(name: string, people: readonly KnownPerson[]): readonly string[] | undefined {
  const asked = name.split(/\s+/);
  const alike = people.filter(({ names }) =>
    names.some((known) => known.split(/\s+/).some((part) => asked.some((one) => soundAlike(one, part)))),
  );
  const others = people.length > mostSuggested ? [] : people.filter((one) => !alike.includes(one));
  const choices = [...alike, ...others].slice(0, mostSuggested).flatMap(({ names }) => names[0] ?? []);
  return choices.length === 0 ? undefined : choices;
}

function lookUp(site: PlanSite, { name, candidates }: NamedPerson, index: number): string {
  const task = index === 0 ? 'contact' : `contact_${index + 1}`;
  const about = topicOfGoal(site.goal);
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const query = only === undefined ? name : (only.names[0] ?? name);
  site.add({
    name: task,
    function: 'contacts_find',
    with: { query, ...(about !== '' && { about }) },
    purpose: { en: `find ${name} in the contacts`, he: `למצוא את ${name} באנשי הקשר` },
  });
  const belonging = candidates.filter(({ organisation }) => organisation !== null && about.includes(organisation));
  if (candidates.length > 1 && belonging.length !== 1) {
    const choices = candidates.map((one) => [one.names[0], one.organisation].filter(Boolean).join(', '));
    site.ask('person', { en: `Which ${name}?`, he: `איזה ${name}?` }, choices);
  }
  return task;
}

/**
 * The people that were looked up, where every look-up is sure of one; anything else stops the work rather than write to a
 * stranger. Used where people are needed first: what comes after it may rely on it.
 */
export function surePeople(site: PlanSite, tasks: readonly string[]): string {
  const each = tasks.map((task, index) => {
    const name = (site.goal.people[index]?.name ?? '').replaceAll('"', '');
    return `(if $context.${task}.isSure then $context.${task}.people[0] else error("not sure who ${name} is: say which one") end)`;
  });
  return `[${each.join(', ')}]`;
}

/** The same people, once they are sure. */
export function people(tasks: readonly string[]): string {
  return `[${tasks.map((task) => `$context.${task}.people[0]`).join(', ')}]`;
}

function freeTime(site: PlanSite, contacts: readonly string[], minutes: number): void {
  const { now, zone } = site.goal.request;
  const wanted = site.goal.times.find(({ until }) => until > now);
  const from = Math.max(now, wanted?.from ?? now);
  // `at three for two hours` ends at five.
  const until = wanted === undefined ? now + 14 * day : Math.max(wanted.until, from + minutes * 60_000);
  if (wanted === undefined)
    site.assume({ en: 'The meeting is within the next two weeks.', he: 'הפגישה תתקיים בשבועיים הקרובים.' });
  else site.assume(whenMeant(wanted, zone));
  site.assume({ en: `It takes ${minutes} minutes.`, he: `היא נמשכת ${minutes} דקות.` });
  site.add({
    name: 'free_time',
    function: 'calendar_free',
    with: {
      from: iso(from),
      until: iso(until),
      minutes,
      zones: `\${ ${surePeople(site, contacts)} | map(.zone | strings | select(. != "")) | unique }`,
      limit: 5,
    },
    purpose: { en: 'find a time when everybody works and you are free', he: 'למצוא זמן שבו כולם עובדים ואתם פנויים' },
  });
}

/** The first free time; the agenda is written first, so it is where the work stops when there is none. */
const sureSlot = '($context.free_time.slots[0] // error("there is no free time in these days: name others"))';
const slot = '$context.free_time.slots[0]';

function agenda(site: PlanSite, contacts: readonly string[], title: string): void {
  const { language } = site.goal;
  const topics = site.has('analysis')
    ? { analysis: '${ $context.analysis }' }
    : { topics: [topicOfGoal(site.goal) || title] };
  site.add({
    name: 'agenda',
    function: 'agenda_write',
    with: {
      title,
      start: `\${ ${sureSlot}.start }`,
      end: `\${ ${sureSlot}.end }`,
      people: `\${ ${people(contacts)} }`,
      language,
      ...topics,
    },
    purpose: { en: 'write the agenda', he: 'לכתוב סדר יום' },
  });
}

function enter(site: PlanSite, contacts: readonly string[], title: string): void {
  site.add({
    name: 'event',
    function: 'calendar_add',
    with: {
      summary: title,
      start: `\${ ${slot}.start }`,
      end: `\${ ${slot}.end }`,
      ...(site.has('agenda') && { description: '${ $context.agenda.text }' }),
      attendees: `\${ ${people(contacts)} | map(.emails[0] | strings) }`,
    },
    purpose: { en: 'enter it in your calendar', he: 'לרשום אותה ביומן שלכם' },
  });
}

function invite(site: PlanSite, contacts: readonly string[], title: string): void {
  const { language } = site.goal;
  const named = site.add({
    name: 'invitation',
    function: 'message_write',
    with: {
      kind: 'invitation',
      language,
      to: `\${ ${people(contacts)} | map(.name) | join(", ") }`,
      topic: topicTitle(site.goal) || title,
      start: `\${ ${slot}.start }`,
      zones: `\${ ${people(contacts)} | map(.zone | strings | select(. != "")) | unique }`,
      ...(site.has('agenda') && { points: '${ $context.agenda.points }' }),
    },
    purpose: { en: 'word the invitation', he: 'לנסח את ההזמנה' },
  });
  if (!named) return;
  site.add({
    name: 'draft',
    function: 'mail_draft',
    with: {
      to: `\${ ${people(contacts)} | map(.emails[0] | strings) }`,
      subject: '${ $context.invitation.subject }',
      text: '${ $context.invitation.text }',
      ...(site.has('agenda') && { attachments: '${ [$context.agenda.path] }' }),
    },
    purpose: { en: 'put it into the drafts; nothing is sent', he: 'לשמור אותה כטיוטה; דבר אינו נשלח' },
  });
}

function titleOf(site: PlanSite): string {
  const { goal } = site;
  const topic = topicTitle(goal);
  const names = goal.people.map(({ name }) => name).join(', ');
  const title = site.say({ en: `Meeting with ${names}`, he: `פגישה עם ${names}` });
  return topic === '' ? title : `${title}: ${topic}`;
}

/** `45 minutes`, «חצי שעה»; an hour when nothing is said. */
export function minutesOf({ goal }: PlanSite): number {
  return bounded(goal.durations[0]?.minutes ?? usualMinutes);
}

function bounded(minutes: number): number {
  return Math.min(480, Math.max(15, Math.round(minutes)));
}
