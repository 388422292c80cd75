import { languageOf } from './goal/language.ts';
import { tooLong } from './goal-length.ts';
import { planFromDraft, type PlanTerms } from './make-plan.ts';
import type { Plan, Planner, PlanProblem, PlanRequest, Question } from './plan.ts';

/** What planning came to. */
export type PlanOutcome =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** Nobody knew enough. The first planner's word counts: the others are asked only where it has none. */
  | {
      readonly kind: 'abstained';
      readonly why: string;
      readonly questions: readonly Question[];
      readonly isUnderstood?: true;
    }
  /** A plan was proposed that must not be carried out. */
  | { readonly kind: 'refused'; readonly problems: readonly PlanProblem[] };

/** Who plans, under which terms. */
export interface Planning extends PlanTerms {
  /** In the order they are asked. */
  readonly planners: readonly Planner[];
  /** Told how planning goes, for people who watch. */
  readonly heard?: (progress: PlanningProgress) => void;
}

/** A moment of planning: somebody is asked, or has nothing that may be carried out. */
export type PlanningProgress =
  | { readonly kind: 'asking'; readonly planner: string }
  | { readonly kind: 'abstained' | 'refused'; readonly planner: string; readonly why: string };

/**
 * Asks planners one after the other for a plan that passes the validator and meets every requirement. The first that has
 * one decides; where none has, what the first one said is the answer, because it says what is missing. A goal longer than 8,000
 * characters, and a requirement or a text of the context that is, is refused before anybody reads it.
 */
export async function proposePlan(request: PlanRequest, planning: Planning): Promise<PlanOutcome> {
  const others: PlanOutcome[] = [];
  const { planners, functions, heard = () => undefined } = planning;
  const problems = tooLong(request);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (functions.length === 0) return nothingToPlanWith;
  for (const planner of planners) {
    heard({ kind: 'asking', planner: planner.name });
    const outcome = await askPlanner(planner, request, planning);
    if (outcome.kind === 'plan') return outcome;
    heard({ kind: outcome.kind, planner: planner.name, why: whyNot(outcome) });
    if (outcome.kind === 'abstained' && outcome.isUnderstood === true) return outcome;
    others.push(outcome);
  }
  const refused = others.find(({ kind }) => kind === 'refused');
  return refused ?? said(others, planners) ?? { kind: 'abstained', why: 'there is no planner', questions: [] };
}

/** The first one's word, and why those who have no question of their own have no plan: nothing else would say it. */
function said(outcomes: readonly PlanOutcome[], planners: readonly Planner[]): PlanOutcome | undefined {
  const [first, ...others] = outcomes;
  if (first?.kind !== 'abstained') return first;
  const reasons = others.flatMap((one, index) =>
    one.kind === 'abstained' && one.questions.length === 0 ? [`${planners[index + 1]?.name ?? ''}: ${one.why}`] : [],
  );
  return { ...first, why: [first.why, ...reasons].join('; ') };
}

const nothingToPlanWith: PlanOutcome = {
  kind: 'abstained',
  why: 'there is nothing to plan with: open a workspace, or register tools',
  questions: [],
  isUnderstood: true,
};

async function askPlanner(planner: Planner, request: PlanRequest, planning: Planning): Promise<PlanOutcome> {
  const proposal = await planner.propose(request, planning.functions);
  if (proposal.kind === 'abstained') return proposal;
  const made = planFromDraft(proposal.draft, request, planning);
  return made.kind === 'plan' || planner.guesses !== true || made.problems.some(isAsked)
    ? made
    : missing(made.problems, request);
}

/** Whoever asks for something that cannot be met has to hear it. */
function isAsked({ place }: PlanProblem): boolean {
  return place === 'requirements';
}

/** What somebody who guesses could not make fit is their own fault: people are asked what would help, in words and not in schemas. */
function missing(problems: readonly PlanProblem[], { goal }: PlanRequest): PlanOutcome {
  const task = problems.find((problem) => problem.task !== null)?.task ?? '';
  const isHebrew = languageOf(goal) === 'he';
  const why = isHebrew ? `חסר מידע לצעד ${task}` : `the step ${task} cannot be made complete of what was said`;
  const text = isHebrew ? 'במה מדובר? אפשר לומר זאת במילים אחרות.' : 'About what? Or say it in other words.';
  return { kind: 'abstained', why, questions: [{ name: 'topic', text }] };
}

function whyNot(outcome: Exclude<PlanOutcome, { kind: 'plan' }>): string {
  return outcome.kind === 'abstained' ? outcome.why : outcome.problems.map(({ message }) => message).join('; ');
}
