import type { Json, JsonObject } from '@batonhq/core';
import type { Goal } from '../../goal/goal.ts';
import type { DraftTask, PlannableFunction, Question } from '../../plan.ts';
import { fromEarlier } from './from-earlier.ts';
import type { EarlierTask } from './from-earlier.ts';
import { fromGoal } from './from-goal.ts';
import { sectionsOf } from './sections.ts';
import { membersOf } from './schema-shape.ts';
import type { Member } from './schema-shape.ts';

/** The tasks of a chain, what they take for granted, and what has to be asked before they can be done. */
export interface DraftedChain {
  readonly tasks: readonly DraftTask[];
  readonly assumptions: readonly string[];
  readonly questions: readonly Question[];
}

/**
 * Turns functions in order into tasks: every argument is wired to an earlier output, or read out of the goal; a required
 * one that is neither becomes a question, and the answers in the goal's context are taken first.
 */
export function draftChain(functions: readonly PlannableFunction[], goal: Goal): DraftedChain {
  const earlier: EarlierTask[] = [];
  const tasks: DraftTask[] = [];
  const assumptions = new Set<string>();
  const questions: Question[] = [];
  for (const taker of functions) {
    const task = earlier.some((one) => one.task === taker.name) ? `${taker.name}_${earlier.length + 1}` : taker.name;
    const filled = fill(taker, { goal, earlier });
    tasks.push({
      name: task,
      function: taker.name,
      with: filled.with,
      purpose: taker.description.split(/[.:;] /)[0] ?? taker.name,
      ...afterwards(taker, earlier),
    });
    for (const one of filled.assumptions) assumptions.add(one);
    questions.push(...filled.questions);
    earlier.push({ task, function: taker });
  }
  return { tasks, assumptions: [...assumptions], questions };
}

interface Site {
  readonly goal: Goal;
  readonly earlier: readonly EarlierTask[];
}

interface Filled {
  readonly with: JsonObject;
  readonly assumptions: readonly string[];
  readonly questions: readonly Question[];
}

function fill(taker: PlannableFunction, site: Site): Filled {
  const values: Record<string, Json> = {};
  const assumptions: string[] = [];
  const questions: Question[] = [];
  for (const member of membersOf(taker.input)) {
    const slot = fillMember(member, taker, site);
    if (slot !== null) {
      values[member.name] = slot.value;
      if (slot.assumption !== undefined) assumptions.push(slot.assumption);
    } else if (member.isRequired) questions.push(questionFor(member, taker));
  }
  return { with: values, assumptions, questions };
}

function fillMember(member: Member, taker: PlannableFunction, { goal, earlier }: Site) {
  const answer = goal.request.context?.[member.name];
  if (answer !== undefined) return { value: answer };
  const wired = fromEarlier(member, taker, earlier) ?? sectionsOf(member, earlier);
  if (wired !== null) return { value: wired };
  const facts = earlier.find((one) => membersOf(one.function.output).some(({ name }) => name === 'facts'));
  const said = fromGoal({ member, taker, goal });
  if (said !== null || facts === undefined || !/number|integer/.test(member.type)) return said;
  if (!member.isRequired) return null;
  return {
    value: `\${ $context.${facts.task}.facts.${member.name} // error("${member.name} is not among the facts") }`,
  };
}

/** What changes something waits for the task before it, whether or not it needs its output. */
function afterwards(
  { facts }: PlannableFunction,
  earlier: readonly EarlierTask[],
): { readonly after?: readonly string[] } {
  const before = earlier.at(-1);
  const changes = facts.isIrreversible === true || facts.risk !== 'low' || (facts.writes ?? []).length > 0;
  return changes && before !== undefined ? { after: [before.task] } : {};
}

function questionFor({ name, description, choices }: Member, taker: PlannableFunction): Question {
  const meaning = description === '' ? '' : ` (${description.replace(/\.$/, '')})`;
  return {
    name,
    text: `${taker.name} needs \`${name}\`${meaning}: what is it?`,
    ...(choices.length > 0 && { choices }),
  };
}
