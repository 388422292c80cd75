import type { Interval, Plan, PlannedTask, Risk } from '@batonhq/agents/planner';
import { durationText } from '../terminal/duration.ts';
import type { Painter } from '../terminal/painter.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { fitWidth } from '../terminal/text-width.ts';
import { planBudgetText } from './plan-budget.ts';

/** How a plan is drawn. */
export interface PlanPage {
  readonly paint: Painter;
  readonly columns: number;
}

/** A plan as people read it: what it takes, its tasks by level, what is asked, what was taken for granted. */
export function planLines(plan: Plan, page: PlanPage): readonly string[] {
  const { paint } = page;
  const { title, origin, assumptions, questions } = plan;
  return [
    paint.bold(plainLine(title)),
    paint.dim(plainLine(`  ${origin.planner}, ${Math.round(origin.confidence * 100)}% sure: ${origin.why}`)),
    ...factsOf(plan).map(([label, text]) => `  ${paint.dim(label.padEnd(8))} ${plainLine(text)}`),
    '',
    ...taskLines(plan.tasks, page),
    ...(assumptions.length === 0 && questions.length === 0 ? [] : ['']),
    ...assumptions.map((text) => `  ${paint.dim('assumes ')} ${plainLine(text)}`),
    ...questions.map(({ text, choices }) => {
      const among = choices === undefined ? '' : ` (${choices.join('; ')})`;
      return `  ${paint.yellow('open    ')} ${plainLine(text + among)}`;
    }),
  ];
}

function factsOf(plan: Plan): readonly (readonly [string, string])[] {
  const { estimate, touches, hash } = plan;
  const cap = planBudgetText(plan);
  const { duration, tokens, money, currency } = estimate;
  const price = money === null ? 'no price known' : `${money.expected.toFixed(2)} ${currency}`;
  return [
    ['time', `${durationText(duration.expected)} (${durationText(duration.low)} to ${durationText(duration.high)})`],
    ['cost', tokens.high === 0 ? 'nothing: no model is asked' : `${rangeOf(tokens)} tokens, ${price}`],
    ...(cap === null ? [] : [['budget', cap] as const]),
    ['reads', touches.reads.join(', ') || 'nothing'],
    ['writes', touches.writes.join(', ') || 'nothing'],
    ['hash', hash.slice(0, 16)],
  ];
}

function rangeOf({ low, high }: Interval): string {
  return `${Math.round(low)} to ${Math.round(high)}`;
}

function taskLines(tasks: readonly PlannedTask[], { paint, columns }: PlanPage): readonly string[] {
  const ordered = tasks.toSorted((left, right) => left.level - right.level);
  const width = Math.min(24, Math.max(...tasks.map(({ name }) => name.length)));
  const room = Math.max(16, columns - width - 20);
  return ordered.flatMap((task, index) => {
    const isFirst = ordered[index - 1]?.level !== task.level;
    const level = paint.dim((isFirst ? String(task.level + 1) : '').padStart(3));
    const risk = riskText(task.risk, paint);
    const line = `${level}  ${fitWidth(task.name, width)}  ${risk}  ${fitWidth(plainLine(task.purpose), room).trimEnd()}`;
    return [line, ...noteLines(task, width + 14, paint)];
  });
}

function riskText(risk: Risk, paint: Painter): string {
  const text = risk.padEnd(6);
  if (risk === 'low') return paint.dim(text);
  return risk === 'medium' ? paint.yellow(text) : paint.red(text);
}

function noteLines(task: PlannedTask, indent: number, paint: Painter): readonly string[] {
  const { risk, why, undo, isIrreversible, needsApproval } = task;
  const notes = [
    risk === 'low' ? '' : why,
    isIrreversible ? 'cannot be undone' : '',
    undo === null ? '' : `undone by ${undo}`,
    needsApproval ? 'asks before it is done' : '',
  ].filter((text) => text !== '');
  return notes.length === 0 ? [] : [`${' '.repeat(indent)}${paint.dim(plainLine(notes.join('; ')))}`];
}
