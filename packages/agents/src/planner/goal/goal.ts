import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { timesIn, type WrittenTime } from '../../tool/text/dates.ts';
import { localTime, weekdayOf } from '../../connector/calendar/local-time.ts';
import { meeting, type Span } from '../../tool/text/spans.ts';
import { termsIn } from '../../tool/text/words.ts';
import type { KnownPerson, PlanRequest } from '../plan.ts';
import { amountsIn, type Amount } from './amounts.ts';
import { clausesOf, type Clause } from './clauses.ts';
import { durationsIn, type SaidDuration } from './durations.ts';
import { languageOf, type GoalLanguage } from './language.ts';
import { moneyFactsIn, moneyFactsOf, type MoneyFact } from './money-facts.ts';
import { peopleIn, type NamedPerson } from './people.ts';
import { sound } from './sound.ts';

/** What a goal says, as far as words alone tell. */
export interface Goal {
  /** All that was said: the goal and what came with it in words. */
  readonly text: string;
  readonly language: GoalLanguage;
  readonly clauses: readonly Clause[];
  readonly times: readonly WrittenTime[];
  /** How long things are to take. */
  readonly durations: readonly SaidDuration[];
  readonly amounts: readonly Amount[];
  readonly facts: Partial<Record<MoneyFact, number>>;
  readonly people: readonly NamedPerson[];
  /** Names of organisations and folders, by their terms. */
  readonly known: ReadonlyMap<string, string>;
  /** Files of the workspace that it names. */
  readonly paths: readonly string[];
  readonly request: PlanRequest;
}

/** Reads a goal. What a context says outranks what the words say: it is exact. */
export function readGoal(request: PlanRequest): Goal {
  const { goal, context = {}, workspace, now, zone, requirements = [] } = request;
  const said = goal.normalize('NFKC').replace(/[\u0591-\u05C7]/g, '');
  const paths = (workspace?.files ?? []).filter((path) => isNamed(path, said));
  // The words of a path say where something is, not what is wanted.
  const text = said.replace(/(?<![\w./-])[\w./-]+\.[a-z]{2,4}\b/gi, (path) => ' '.repeat(path.length));
  const amounts = amountsIn(text);
  const durations = durationsIn(text);
  const when = contextWords(context, 'when') ?? withoutPlaces(text, durations);
  return {
    text,
    language: languageOf(text),
    clauses: [...clausesOf(text), ...requirements.map((one) => requiredClause(one, text.length))],
    times: timesSaid(when, { now, zone, amounts }),
    durations,
    amounts,
    facts: { ...moneyFactsIn(text, amounts), ...moneyFactsOf(context, readAmount) },
    people: answered(peopleIn(text, workspace?.people ?? []), { context, known: workspace?.people ?? [] }),
    known: namesOf(request),
    paths,
    request,
  };
}

/** Whether a text names a file: as a whole, and by what no other word looks like. */
function isNamed(path: string, text: string): boolean {
  if (!/[./]/.test(path)) return false;
  const at = text.indexOf(path);
  if (at < 0) return false;
  const around = `${text[at - 1] ?? ' '}|${text.slice(at + path.length, at + path.length + 2)}`;
  return !/^[\w./-]\||\|[\w/-]|\|\.\w/.test(around);
}

interface Clock {
  readonly now: number;
  readonly zone: string;
  readonly amounts: readonly Amount[];
}

function timesSaid(text: string, { now, zone, amounts }: Clock): readonly WrittenTime[] {
  const isOfPast = pastOf(text);
  const isNumber = meeting(amounts);
  return timesIn(text, { now, zone })
    .filter((time) => isClearly(time) || !isNumber(spanOf(time)))
    .map((time) => {
      const said: SaidTime = { now, isOfPast: isOfPast(time) };
      return lookingBack(wholeWeek(comingWeekday(time, said), zone), said);
    });
}

/** What a time is read with. */
interface SaidTime {
  readonly now: number;
  /** Whether its clause speaks of what was. */
  readonly isOfPast: boolean;
}

const week = 7 * 24 * 60 * 60_000;

/** `on Thursday` is the next one, unless somebody says `last`. */
function comingWeekday(time: WrittenTime, { now, isOfPast }: SaidTime): WrittenTime {
  const isPlain =
    /\b(?:sun|mon|tues|wednes|thurs|fri|satur)day\b/i.test(time.text) && !/\b(?:last|past)\b/i.test(time.text);
  if (!isPlain || time.until > now || time.from < now - week || isOfPast) return time;
  return { ...time, from: time.from + week, until: time.until + week };
}

/** Words of a clause that speaks of what was. */
const past =
  /\b(?:did|decided|discussed|agreed|happened|was|were|wrote|said|had|went|done|made|achieved|learned|spent|sold)\b|עשינו|החלטנו|סיכמנו|דיברנו|כתבנו|קרה|היה|היו|סוכם|הוחלט|נעשה/i;

/** `what we did in December` is the last December, however near the next one is. */
function lookingBack(time: WrittenTime, { now, isOfPast }: SaidTime): WrittenTime {
  const isMonth = time.until - time.from > 3 * week && !/\d{4}/.test(time.text);
  if (!isMonth || time.from <= now || !isOfPast) return time;
  return { ...time, from: yearBefore(time.from), until: yearBefore(time.until) };
}

/** Tells whether the clause a time stands in speaks of what was; the clauses of the text are read once for all of its times. */
function pastOf(text: string): (time: WrittenTime) => boolean {
  const isOfPast = meeting(clausesOf(text).filter((clause) => past.test(clause.text)));
  return ({ index }) => isOfPast({ start: index, end: index + 1 });
}

function yearBefore(instant: number): number {
  const day = new Date(instant);
  return day.setUTCFullYear(day.getUTCFullYear() - 1);
}

/** `next week` is all of it, from its Monday. */
function wholeWeek(time: WrittenTime, zone: string): WrittenTime {
  if (!/\b(?:next|this|last|coming) week\b/i.test(time.text)) return time;
  const { minute: _, ...day } = localTime(time.from, zone);
  const sinceMonday = (weekdayOf(day) + 6) % 7;
  const from = time.from - sinceMonday * (week / 7);
  return { ...time, from, until: from + week };
}

/** A requirement asks for work as a clause does, and stands at no place in the text. */
function requiredClause(requirement: string, at: number): Clause {
  const text = requirement.replace(/[_-]+|(?<=[a-z])(?=[A-Z])/g, ' ');
  return { text, start: at, end: at, terms: termsIn(text) };
}

/** `at 55` may be read as a time of the day; where it is a number that means something, it is that. */
function isClearly({ text }: WrittenTime): boolean {
  return /[:]|\b(?:am|pm)\b|[A-Za-z\u05D0-\u05EA]{3}/i.test(text);
}

function spanOf({ index, text }: WrittenTime): Span {
  return { start: index, end: index + text.length };
}

interface Answering {
  readonly context: JsonObject;
  readonly known: readonly KnownPerson[];
}

/** A question about who was meant may have been answered: `{ person: 'Yoav Harel' }`. */
function answered(people: readonly NamedPerson[], { context, known }: Answering): readonly NamedPerson[] {
  const { person } = context;
  if (typeof person !== 'string') return people;
  const meant = peopleIn(person, known).flatMap(({ candidates }) => candidates);
  if (people.length === 0) return peopleIn(person, known);
  return people.map((one) => {
    const among = one.candidates.length === 0 ? meant : one.candidates.filter((candidate) => meant.includes(candidate));
    return among.length === 0 ? one : { ...one, candidates: among };
  });
}

function readAmount(text: string): number | null {
  const [amount] = amountsIn(text);
  return amount === undefined ? null : amount.kind === 'percent' ? amount.value / 100 : amount.value;
}

/** Organisations as the address book writes them, also by their sound: «תבואות» is found by Tvuot. Folders by name. */
function namesOf({ workspace }: PlanRequest): ReadonlyMap<string, string> {
  const folders = (workspace?.files ?? []).flatMap((path) => path.split('/').slice(0, -1));
  const organisations = (workspace?.people ?? []).flatMap(({ organisation }) => organisation ?? []);
  const entries = (
    names: readonly string[],
    key: (term: string, word: string) => string,
  ): readonly (readonly [string, string])[] =>
    names.flatMap((name) =>
      name.split(/\s+/).flatMap((word) =>
        termsIn(word)
          .slice(0, 1)
          .map((term) => [key(term, word), word] as const),
      ),
    );
  return new Map([
    ...entries(folders, (term) => term),
    ...entries(organisations, (term, word) => sound.of(word) ?? term),
    ...entries(organisations, (term) => term),
  ]);
}

/** A text of the same length without what stands at some places. */
function withoutPlaces(text: string, places: readonly SaidDuration[]): string {
  return places.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );
}

function contextWords(context: JsonObject, name: string): string | null {
  const value = context[name];
  return typeof value === 'string' ? value : null;
}

/** A member of the context as text, when it is one. */
export function contextText({ request }: Goal, name: string): string | null {
  const value: Json | undefined = isJsonObject(request.context) ? request.context[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
