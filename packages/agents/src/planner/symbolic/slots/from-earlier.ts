import type { PlannableFunction } from '../../plan.ts';
import { membersOf } from './schema-shape.ts';
import type { Member } from './schema-shape.ts';

/** A task that comes before, and its function. */
export interface EarlierTask {
  readonly task: string;
  readonly function: PlannableFunction;
}

/** What is called differently where it is given and where it is taken. */
const sameThing: Readonly<Record<string, readonly string[]>> = {
  to: ['emails'],
  attendees: ['emails'],
  description: ['text'],
  balance: ['cash'],
};

/**
 * Which output of an earlier task feeds an argument: what the descriptions say («rules (of brand_read)»), then the same
 * name and type, then the members of a list («paths» from documents with a path each, «start» from the first of the
 * slots). The latest task that fits gives it. Null when none does.
 */
export function fromEarlier(wanted: Member, taker: PlannableFunction, earlier: readonly EarlierTask[]): string | null {
  const latestFirst = earlier.toReversed();
  const whole = latestFirst.find((one) => isSaidToFeed(one.function.name, wanted, taker.description));
  if (whole !== undefined) return `\${ $context.${whole.task} }`;
  for (const giver of latestFirst) {
    const found = memberFor(wanted, giver);
    if (found !== null) return `\${ ${found} }`;
  }
  return null;
}

function isSaidToFeed(giver: string, { name, type, description }: Member, about: string): boolean {
  if (type !== 'object') return false;
  const said = [
    new RegExp(`\\b${giver} as ${name}\\b`),
    new RegExp(`\\b${name}\\b[^.,(]*\\((?:of|the output of) ${giver}\\)`),
  ];
  return description.includes(giver) || said.some((pattern) => pattern.test(about)) || endsAlike(giver, name);
}

/** `risks_list` gives `risks`, `finance_options` gives `options`. */
function endsAlike(giver: string, name: string): boolean {
  return giver.split('_').includes(name);
}

function memberFor(wanted: Member, { task, function: giver }: EarlierTask): string | null {
  const names = [wanted.name, ...(sameThing[wanted.name] ?? [])];
  const members = membersOf(giver.output);
  const isDoubtful = members.some(({ name, type }) => name === 'isSure' && type === 'boolean');
  for (const member of members) {
    const at = `$context.${task}.${member.name}`;
    if (names.includes(member.name) && fits(member, wanted)) return at;
    const inside = membersOf(member.items).find((one) => isItemOf(one, wanted, names));
    if (inside === undefined) continue;
    const list = isDoubtful ? sureOf(task, at, giver.name) : at;
    if (wanted.type === 'array')
      return `${list} | map(.${inside.name}${inside.type === 'array' ? '[0]' : ''} // empty)`;
    return `${list}[0].${inside.name} // error("${giver.name} found nothing")`;
  }
  return null;
}

/** Whoever says that it is not sure is not believed: better no mail than one to a stranger. */
function sureOf(task: string, at: string, giver: string): string {
  return `(if $context.${task}.isSure then ${at} else error("${giver} is not sure: say which one is meant") end)`;
}

/** A list of the same things, or one of them where one is wanted. */
function isItemOf(inside: Member, wanted: Member, names: readonly string[]): boolean {
  if (wanted.type !== 'array') return names.includes(inside.name) && inside.type === wanted.type;
  const isOne = inside.type === wanted.items?.['type'] || inside.type === 'array';
  return isOne && (names.includes(inside.name) || wanted.name === `${inside.name}s`);
}

function fits(given: Member, wanted: Member): boolean {
  if (given.type !== wanted.type && !(given.type === 'integer' && wanted.type === 'number')) return false;
  return wanted.type !== 'array' || given.items?.['type'] === wanted.items?.['type'];
}
