import { termsIn } from '../tool/text/words.ts';
import type { PlannableFunction, PlannedTask, PlanProblem, ResolvedRequirement } from './plan.ts';

/** Words that many requirements end in and that name no subject. */
const general = new Set(
  'analysis planning plan management optimization optimisation assessment strategy strategic development report reporting service support process processing and for with the of business'
    .split(' ')
    .flatMap((word) => termsIn(word)),
);

/** Requirements, resolved or refused. */
export interface RequirementsFound {
  readonly resolved: readonly ResolvedRequirement[];
  readonly problems: readonly PlanProblem[];
}

/**
 * Holds requirements (`cash_flow_forecast`, "tax planning") against the tasks of a plan: each is met by the tasks whose
 * function, description or purpose has all words of its subject. One that no task meets is refused, with the functions
 * that come nearest.
 */
export function resolveRequirements(
  requirements: readonly string[],
  { tasks, functions }: { readonly tasks: readonly PlannedTask[]; readonly functions: readonly PlannableFunction[] },
): RequirementsFound {
  const found = requirements.map((requirement) => {
    const subject = subjectOf(requirement);
    const met = tasks.filter((task) => covers(textOf(task, functions), subject));
    return { requirement, tasks: met.map(({ name }) => name) };
  });
  return {
    resolved: found.filter(({ tasks: met }) => met.length > 0),
    problems: found.filter(({ tasks: met }) => met.length === 0).map((one) => refusal(one.requirement, functions)),
  };
}

function subjectOf(requirement: string): readonly string[] {
  const words = termsIn(requirement.replace(/[_-]+|(?<=[a-z])(?=[A-Z])/g, ' '));
  const subject = words.filter((word) => !general.has(word));
  return subject.length === 0 ? words : subject;
}

function textOf(task: PlannedTask, functions: readonly PlannableFunction[]): ReadonlySet<string> {
  const [name = ''] = task.function.split(':');
  const description = functions.find((one) => one.name === name)?.description ?? '';
  return termsOf(`${task.name} ${name} ${task.purpose} ${description}`);
}

function termsOf(text: string): ReadonlySet<string> {
  return new Set(termsIn(text.replaceAll('_', ' ')));
}

/** Words of one family are one word here: finance, financial; invest, investment. */
function covers(text: ReadonlySet<string>, subject: readonly string[]): boolean {
  return subject.every((word) => [...text].some((other) => isKin(word, other)));
}

function isKin(left: string, right: string): boolean {
  if (left === right) return true;
  const length = Math.min(left.length, right.length);
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (length >= 4 && longer.startsWith(shorter)) return true;
  return length >= 5 && left.slice(0, 5) === right.slice(0, 5);
}

function refusal(requirement: string, functions: readonly PlannableFunction[]): PlanProblem {
  const subject = subjectOf(requirement);
  const near = functions
    .map((one) => ({
      one,
      hits: subject.filter((word) => covers(termsOf(`${one.name} ${one.description}`), [word])).length,
    }))
    .filter(({ hits }) => hits > 0)
    .toSorted((left, right) => right.hits - left.hits)
    .slice(0, 3)
    .map(({ one }) => one.name);
  return {
    task: null,
    place: 'requirements',
    message: `no task of the plan meets "${requirement}"`,
    expected:
      near.length === 0
        ? `a requirement that some function can meet: none speaks of ${subject.join(' ')}. Register one, or leave it out`
        : `what these functions can do: ${near.join(', ')}; say in the goal what they should be used for, or leave it out`,
    found: requirement,
  };
}
