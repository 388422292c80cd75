import { createInterface } from 'node:readline/promises';
import { isJsonObject, type Budget, type JsonObject } from '@batonhq/core';
import type { Plan, Question } from '@batonhq/agents/planner';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { definitionWithin } from '../../plans/definition-within.ts';
import { PlanAbstainedError } from '../../system/plan-abstained-error.ts';
import type { PlanOptions } from '../../system/planning.ts';
import type { Arguments } from '../argument/arguments.ts';
import { parseBudget } from '../argument/budget-argument.ts';
import { readJsonArgument } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';
import { readAnswer, unanswered } from './read-answer.ts';
import { canAsk } from '../terminal/confirm.ts';
import { plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Rounds of questions before it is left to the person to say more. */
const mostRounds = 5;

/** A goal with what goes along with it, from the command line. */
export interface GoalOfLine {
  readonly goal: string;
  readonly options: PlanOptions;
  /** What the plan may spend; null when nothing limits it. */
  readonly budget: Budget | null;
}

/** Reads the goal and its options. Throws {@link UsageError}. */
export async function goalOfLine(typed: Arguments): Promise<GoalOfLine> {
  const [goal = ''] = typed.positionals;
  if (goal.trim() === '') throw new UsageError('the goal is empty', `baton ${typed.commandName} "what you want done"`);
  const given = typed.value('context');
  const context = given === undefined ? {} : await readJsonArgument(given, '--context');
  if (!isJsonObject(context)) throw new UsageError('--context is no object', `--context '{"age":38}'`);
  const type = typed.value('type');
  const requirements = typed.values('require');
  const limits = typed.value('budget');
  const budget = limits === undefined ? null : parseBudget(limits, '--budget');
  return { goal, options: { context, requirements, ...(type !== undefined && { type }) }, budget };
}

/**
 * Plans for a goal. What planners have to know is asked at the terminal where somebody sits there; elsewhere the questions
 * are the error, and `--context` is the answer. What it may spend is part of the plan, and of what is agreed to.
 */
export async function findPlan(
  goal: GoalOfLine,
  system: Pick<OrchestrationSystem, 'createPlan' | 'checkPlan'>,
  terminal: Terminal,
): Promise<Plan> {
  const plan = await plannedFor(goal, system, terminal);
  return goal.budget === null ? plan : system.checkPlan(definitionWithin(plan.definition, goal.budget));
}

async function plannedFor(
  { goal, options }: GoalOfLine,
  system: Pick<OrchestrationSystem, 'createPlan'>,
  terminal: Terminal,
): Promise<Plan> {
  let context = options.context ?? {};
  for (let round = 0; ; round += 1) {
    try {
      const plan = await system.createPlan(goal, { ...options, context });
      const open = unanswered(plan.questions, context);
      if (open.length === 0 || round >= mostRounds || !canAsk() || terminal.json) return plan;
      const answered = await answersTo(open, context);
      if (open.every(({ name }) => answered[name] === context[name])) return plan;
      context = answered;
    } catch (error) {
      if (!(error instanceof PlanAbstainedError)) throw error;
      if (round >= mostRounds || !canAsk() || terminal.json || error.questions.length === 0) throw error;
      const answered = await answersTo(error.questions, context);
      if (Object.keys(answered).length === Object.keys(context).length) throw error;
      context = answered;
    }
  }
}

/** Asks; a question that is left empty stays open. */
async function answersTo(questions: readonly Question[], before: JsonObject): Promise<JsonObject> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  const answers: Record<string, string> = {};
  try {
    for (const { name, text, choices = [] } of questions) {
      choices.forEach((choice, index) => process.stderr.write(`  ${index + 1}  ${plainLine(choice)}\n`));
      const ask = async (): Promise<string> => (await dialogue.question(`${plainLine(text)} `)).trim();
      let answer = readAnswer(await ask(), choices);
      for (let times = 1; answer === null && times < mostRounds; times += 1) {
        process.stderr.write(`  a number from 1 to ${choices.length}, or a name; nothing leaves it open\n`);
        answer = readAnswer(await ask(), choices);
      }
      if (answer !== null && answer !== '') answers[name] = answer;
    }
  } finally {
    dialogue.close();
  }
  return { ...before, ...answers };
}
