import type { Json } from '@batonhq/core';
import type { Amount } from '../../goal/amounts.ts';
import type { Goal } from '../../goal/goal.ts';
import { moneyFacts } from '../../goal/money-facts.ts';
import type { PlannableFunction } from '../../plan.ts';
import { iso, topicOfGoal } from '../../template/study.ts';
import { conceptsOf } from '../match/concepts.ts';
import { planWords } from '../text/plan-words.ts';
import { stopWords } from '../text/stop-words.ts';
import type { Member } from './schema-shape.ts';

/** A value for an argument, and what was taken for granted with it. */
export interface FilledSlot {
  readonly value: Json;
  readonly assumption?: string;
}

/** What may be said of a slot: the argument, the function that takes it, and the goal. */
export interface Slot {
  readonly member: Member;
  readonly taker: PlannableFunction;
  readonly goal: Goal;
}

const day = 24 * 60 * 60_000;
const usualMinutes = 60;
const longestTitle = 80;

/** The value of an argument out of the words of a goal: people, times, amounts, files, its language and its topic. */
export function fromGoal(slot: Slot): FilledSlot | null {
  const { member, goal } = slot;
  if (member.name === 'language' && member.choices.length > 0) return { value: goal.language };
  if (member.choices.length > 0) return choice(slot);
  if (member.type === 'number' || member.type === 'integer') return amount(slot);
  if (/^(?:from|until)$/.test(member.name)) return time(slot);
  if (/path|ledger|file/.test(member.name) && member.type === 'string') return member.isRequired ? file(slot) : null;
  if (asksForPerson(slot)) return person(slot);
  return words(slot);
}

/** What it is about; where nothing is left of the goal without its deeds, people and times, the goal itself. */
function words({ member, goal }: Slot): FilledSlot | null {
  if (!/^(?:query|topic|title|subject|summary|question|about|topics|text)$/.test(member.name)) return null;
  const topic = topicOfGoal(goal);
  if (topic === '' && !member.isRequired) return null;
  const value = topic === '' ? goal.text.trim().slice(0, longestTitle) : topic;
  return { value: member.type === 'array' ? [value] : value };
}

/** The value whose words the goal has; a meeting's message is an invitation, any other a notice. */
function choice({ member: { choices }, goal }: Slot): FilledSlot | null {
  const said = new Set(meaningsIn(goal.text));
  const named = choices.find((one) => meaningsIn(one).some((term) => said.has(term)));
  const value = named ?? choices.find((one) => one === 'notice') ?? choices[0];
  return value === undefined ? null : { value };
}

function time({ member: { name, isRequired }, goal }: Slot): FilledSlot | null {
  const [said] = goal.times;
  const { now } = goal.request;
  if (said !== undefined) return { value: iso(name === 'from' ? said.from : said.until) };
  if (!isRequired) return null;
  const span = name === 'from' ? now : now + 14 * day;
  return { value: iso(span), assumption: 'It is about the next two weeks.' };
}

function asksForPerson({ member, taker }: Slot): boolean {
  return member.name === 'query' && /\bpeople\b/i.test(taker.description);
}

/** Somebody by name, or by what they are: `the accountant`. */
function person(slot: Slot): FilledSlot | null {
  const [first] = slot.goal.people;
  if (first === undefined) return words(slot);
  return { value: first.candidates.length === 1 ? (first.candidates[0]?.names[0] ?? first.name) : first.name };
}

/** Other names of figures that goals speak of. */
const figureNames: Readonly<Record<string, (typeof moneyFacts)[number]>> = {
  principal: 'loanPrincipal',
  annualRate: 'loanRate',
  target: 'reserveTarget',
};

function amount(slot: Slot): FilledSlot | null {
  const { member, goal } = slot;
  if (member.name === 'minutes') return minutes(goal);
  const fact = figureNames[member.name] ?? moneyFacts.find((one) => one === member.name);
  const known = fact === undefined ? undefined : goal.facts[fact];
  if (known !== undefined) return { value: known };
  if (!member.isRequired) return null;
  const found = goal.amounts.find((one) => isMeant(one, member.name));
  return found === undefined ? null : { value: valueOf(found, member.name) };
}

/** A rate is a percentage, months are said so or as years, money is money. */
function isMeant({ kind, after }: Amount, name: string): boolean {
  if (/rate/i.test(name)) return kind === 'percent';
  if (name === 'months') return /^\s*-?(?:months?|years?|חודש|שנ)/.test(after);
  if (/month/i.test(name))
    return kind !== 'percent' && /^\s*(?:\S+\s+){0,2}(?:a|per|each)?\s*(?:month|בחודש)/.test(after);
  return (
    kind === 'money' || (kind === 'plain' && !/^\s*-?(?:months?|years?|minutes?|hours?|חודש|שנ|דקות|שעות)/.test(after))
  );
}

function valueOf({ kind, value, after }: Amount, name: string): number {
  if (kind === 'percent') return value / 100;
  return name === 'months' && /^\s*-?(?:years?|שנ)/.test(after) ? value * 12 : value;
}

function minutes({ text, amounts }: Goal): FilledSlot {
  if (/half an hour|half-hour|חצי שעה/i.test(text)) return { value: 30 };
  const said = amounts.find(({ after }) => /^\s*-?(?:min|hour|דקות|שעות)/.test(after));
  if (said === undefined) return { value: usualMinutes, assumption: `It takes ${usualMinutes} minutes.` };
  return { value: /^\s*-?(?:hour|שעות)/.test(said.after) ? said.value * 60 : said.value };
}

/**
 * The file the goal names, else the one whose name says most of what the function and the goal say; of several the one
 * nearest to the root. None where two are left.
 */
function file({ member, taker, goal }: Slot): FilledSlot | null {
  const files = goal.request.workspace?.files ?? [];
  const named = files.find((path) => goal.text.includes(path.split('/').at(-1) ?? path));
  if (named !== undefined) return { value: named };
  const [own, said] = [new Set(planWords(`${member.name} ${taker.name}`)), new Set(meaningsIn(goal.text))];
  const isTable = /\bCSV\b/.test(taker.description);
  const rated = files
    .filter((path) => !isTable || path.endsWith('.csv'))
    .map((path) => ({ path, worth: worthOf(path, own, said) }));
  const most = Math.max(0, ...rated.map(({ worth }) => worth));
  const [best, other] = rated.filter(({ worth }) => worth === most);
  return most < 1 || best === undefined || other !== undefined ? null : { value: best.path };
}

/** Words of the function count most, in the name of the file itself; then those of the goal; long ways count less. */
function worthOf(path: string, own: ReadonlySet<string>, said: ReadonlySet<string>): number {
  const parts = path.split('/');
  const [name = ''] = (parts.at(-1) ?? '').split('.');
  const fits = planWords(name).filter((word) => own.has(word)).length;
  const spoken = new Set(meaningsIn(path.replace(/\.\w+$/, '')).filter((term) => said.has(term))).size;
  return 2 * fits + spoken - parts.length / 10;
}

function meaningsIn(text: string): readonly string[] {
  return planWords(text).flatMap((word) => (stopWords.has(word) ? [] : [word, ...conceptsOf(word)]));
}
