import { clausesOf } from '../goal/clauses.ts';
import { unknownVerb } from '../goal/deeds.ts';
import { readGoal } from '../goal/goal.ts';
import { termsIn } from '../../tool/text/words.ts';
import { topicOfGoal } from '../template/study.ts';
import type { PlanDraft, PlannableFunction, Planner, PlanRequest, Proposal } from '../plan.ts';
import type { Chosen } from './choose.ts';
import type { PlanExample } from './example.ts';
import { learnedPlanning, type KeptModel, type LearnedPlanning } from './learned-planning.ts';
import { draftChain } from './slots/draft-chain.ts';
import { writtenRequests } from './written/written-requests.ts';

/** How a symbolic planner decides. */
export interface SymbolicOptions {
  /** Plans that were approved and went well, the oldest first, beside those that ship with the package. None by default. */
  readonly history?: readonly PlanExample[];
  /** Where what was learned from the latter is kept. Nowhere by default: it is learned when it is first asked for. */
  readonly kept?: KeptModel;
  /** From which chance on it dares to propose a plan, from 0 to 1; 0.6 by default. */
  readonly sureFrom?: number;
}

const usuallySureFrom = 0.6;

/**
 * Plans without a language model by what past requests led to, at first by the ones that were written for this package:
 * chooses functions in order, wires outputs to inputs by their types, and takes people, times, amounts and files out of
 * the goal. Below its limit of confidence, and where an argument is missing, it abstains and says what it would ask.
 *
 * @example
 * ```ts
 * import { plannableFunctions, symbolicPlanner } from '@batonhq/agents/planner';
 * import { Workspace, workspaceFunctions } from '@batonhq/agents/workspace';
 *
 * const workspace = await Workspace.open('.');
 * const owner = { address: 'ada@bakery.example', zone: 'Asia/Jerusalem', weekdays: [0, 1, 2, 3, 4] };
 * const functions = plannableFunctions(workspaceFunctions(workspace, owner));
 * const request = { goal: 'Summarise what we have about the loan', now: Date.now(), zone: 'Asia/Jerusalem' };
 * console.log(await symbolicPlanner().propose(request, functions));
 * ```
 */
export function symbolicPlanner({ history = [], kept, sureFrom = usuallySureFrom }: SymbolicOptions = {}): Planner {
  let last: { readonly key: string; readonly model: Promise<LearnedPlanning> } | null = null;
  const modelFor = (functions: readonly PlannableFunction[]): Promise<LearnedPlanning> => {
    const key = functions.map(({ hash }) => hash).join();
    if (last?.key !== key) last = { key, model: learnedPlanning({ functions, history, kept: kept ?? null }) };
    return last.model;
  };
  return {
    name: 'symbolic',
    guesses: true,
    propose: async (request, functions) =>
      proposed(request, { functions, history, sureFrom, chosen: (await modelFor(functions)).plan(request.goal) }),
  };
}

/** The verb of a request that neither a request before nor a function has: its nouns alone say too little. */
function notLearned(
  goal: string,
  functions: readonly PlannableFunction[],
  history: readonly PlanExample[],
): Proposal | null {
  const told = functions.map(({ name, description }) => `${name.replaceAll('_', ' ')} ${description}`);
  const known = new Set([...told, ...history.map(({ request }) => request)].flatMap((text) => termsIn(text)));
  const knows = (verb: string): boolean => termsIn(verb).some((term) => known.has(term) || writtenVerbs().has(term));
  const verb = clausesOf(goal)
    .map(({ text }) => unknownVerb(text, knows))
    .find((one) => one !== null);
  if (verb === undefined) return null;
  return { kind: 'abstained', why: `No request like it says "${verb}".`, questions: [otherWords] };
}

const otherWords = { name: 'steps', text: 'How would you put it in other words?' };

let written: ReadonlySet<string> | null = null;

/** What the requests that ship begin with. */
function writtenVerbs(): ReadonlySet<string> {
  written ??= new Set(writtenRequests.training.flatMap(({ request }) => termsIn(request.split(/\s/)[0] ?? '')));
  return written;
}

interface Decision {
  readonly history: readonly PlanExample[];
  readonly functions: readonly PlannableFunction[];
  readonly sureFrom: number;
  readonly chosen: Chosen;
}

function proposed(request: PlanRequest, { functions, history, sureFrom, chosen }: Decision): Proposal {
  const namesOf = (chain: readonly number[]): string => chain.map((place) => functions[place]?.name ?? '').join(', ');
  if (chosen.confidence < sureFrom) {
    const choices = [chosen.chain, ...chosen.alternatives].map(namesOf);
    return {
      kind: 'abstained',
      why: `The nearest known plan (${namesOf(chosen.chain)}) fits with a chance of ${percent(chosen.confidence)} only.`,
      questions: [
        { name: 'steps', text: 'Which of these comes nearest, or how would you put it in other words?', choices },
      ],
    };
  }
  // Whoever dares at any chance dares here too.
  const strange = sureFrom > 0 ? notLearned(request.goal, functions, history) : null;
  if (strange !== null) return strange;
  const goal = readGoal(request);
  const drafted = draftChain(
    chosen.chain.flatMap((place) => functions[place] ?? []),
    goal,
  );
  if (drafted.questions.length > 0)
    return {
      kind: 'abstained',
      why: `For ${namesOf(chosen.chain)} something is missing.`,
      questions: drafted.questions,
    };
  const draft: PlanDraft = {
    title: (topicOfGoal(goal) || request.goal).split(/\s+/).slice(0, 10).join(' '),
    tasks: drafted.tasks,
    assumptions: drafted.assumptions,
    questions: [],
    origin: {
      planner: 'symbolic',
      confidence: chosen.confidence,
      why: `Requests like this one led to ${namesOf(chosen.chain)}.`,
    },
  };
  return { kind: 'draft', draft };
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
