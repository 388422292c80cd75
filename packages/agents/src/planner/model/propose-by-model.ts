import { isJsonObject, type Json } from '@batonhq/core';
import { userText, type Message } from '../../model/message.ts';
import type { ModelRequest } from '../../model/model.ts';
import { planFromDraft } from '../make-plan.ts';
import type { PlanDraft, PlannableFunction, PlanProblem, PlanRequest, Proposal } from '../plan.ts';
import { usualPolicy } from '../policy.ts';
import { resolveRequirements } from '../requirements.ts';
import {
  judgementSchema,
  offeredFunctions,
  planningRules,
  planningTask,
  problemsText,
  proposalSchema,
} from './plan-prompt.ts';
import { readProposal } from './read-proposal.ts';

/** How a model is asked, and how often. */
export interface ModelPlanning {
  /** One call; the text it answers. Rejects when no model answers. */
  readonly ask: (request: ModelRequest) => Promise<string>;
  /** `model openai/NAME`: where plans say that they came from. */
  readonly name: string;
  /** Answers to the validator's problems, the first proposal included; three by default. */
  readonly rounds?: number;
  /** Proposals to choose among; two by default. */
  readonly proposals?: number;
}

const mostTokens = 8_192;

/**
 * Plans with a language model: it proposes in a fixed form, naming functions that exist; what the validator finds wrong
 * goes back to it, a few times at most; of several proposals that pass, it says itself which reaches the goal best. It
 * decides nothing else: the plan is checked and agreed to like any other.
 */
export async function proposeByModel(
  request: PlanRequest,
  functions: readonly PlannableFunction[],
  planning: ModelPlanning,
): Promise<Proposal> {
  const offered = offeredFunctions(functions, request);
  const drafts: PlanDraft[] = [];
  let last: Proposal | null = null;
  for (let number = 0; number < (planning.proposals ?? 2); number += 1) {
    const proposal = await propose({ request, functions: offered, planning, before: drafts });
    if (proposal.kind === 'draft') drafts.push(proposal.draft);
    else last = proposal;
    // Whoever has questions or fails the first time has no second way either.
    if (proposal.kind === 'abstained') break;
  }
  const [only, second] = drafts;
  if (only === undefined) return last ?? abstained('the model proposed nothing');
  return { kind: 'draft', draft: second === undefined ? only : await best(drafts, request, planning) };
}

interface Proposing {
  readonly request: PlanRequest;
  readonly functions: readonly PlannableFunction[];
  readonly planning: ModelPlanning;
  readonly before: readonly PlanDraft[];
}

async function propose({ request, functions, planning, before }: Proposing): Promise<Proposal> {
  const origin = { planner: planning.name, confidence: 0.5, why: 'the model proposed it, and it passed every check' };
  const messages: Message[] = [userText(planningTask(request, functions))];
  if (before.length > 0) messages.push(userText(`Another way than this one:\n${before.map(outline).join('\n')}`));
  let problems: readonly PlanProblem[] = [];
  for (let round = 0; round < (planning.rounds ?? 3); round += 1) {
    const text = await planning.ask({
      system: planningRules,
      messages,
      tools: [],
      output: proposalSchema(functions),
      maxOutputTokens: mostTokens,
    });
    const read = readProposal(text, origin);
    if (read.kind === 'read' && read.proposal.kind === 'abstained') return read.proposal;
    problems = read.kind === 'read' ? problemsIn(read.proposal, request, functions) : read.problems;
    if (problems.length === 0 && read.kind === 'read') return read.proposal;
    messages.push({ role: 'assistant', parts: [{ kind: 'text', text }] }, userText(problemsText(problems)));
  }
  return abstained(problems.map(({ task, place, message }) => `${task ?? 'plan'}, ${place}: ${message}`).join('; '));
}

function problemsIn(
  proposal: Proposal,
  request: PlanRequest,
  functions: readonly PlannableFunction[],
): readonly PlanProblem[] {
  if (proposal.kind !== 'draft') return [];
  const made = planFromDraft(proposal.draft, request.goal, { functions, policy: usualPolicy });
  if (made.kind === 'refused') return made.problems;
  return resolveRequirements(request.requirements ?? [], { tasks: made.plan.tasks, functions }).problems;
}

function abstained(why: string): Proposal {
  return { kind: 'abstained', why: `the model found no plan that can be carried out: ${why}`, questions: [] };
}

function outline({ tasks }: PlanDraft): string {
  return JSON.stringify(
    tasks.map(({ name, function: called, after = [] }) => ({ name, function: called, after: [...after] })),
  );
}

/** The draft that the model itself scores highest; the first of equals. */
async function best(drafts: readonly PlanDraft[], request: PlanRequest, planning: ModelPlanning): Promise<PlanDraft> {
  const listed = drafts.map((draft, index) => `Proposal ${index + 1}: ${JSON.stringify(draft.tasks)}`);
  const text = await planning.ask({
    system:
      'You judge plans. Score each proposal from 0 to 100: does it reach the whole goal, with nothing needless, and nothing invented?',
    messages: [userText(`Goal: ${request.goal}\n\n${listed.join('\n\n')}`)],
    tools: [],
    output: judgementSchema,
    maxOutputTokens: 1_024,
  });
  const scores = scoresIn(text);
  const ranked = drafts
    .map((draft, index) => ({ draft, score: scores.get(index + 1) ?? 0 }))
    .toSorted((left, right) => right.score - left.score);
  const { draft, score } = ranked[0] ?? { draft: drafts[0], score: 0 };
  const chosen = draft ?? drafts[0];
  if (chosen === undefined) throw new TypeError('there is no draft to choose among');
  const confidence = Math.min(1, Math.max(0, score / 100));
  const why = `the model scored it ${Math.round(score)} of 100, the best of ${drafts.length}`;
  return { ...chosen, origin: { ...chosen.origin, confidence, why } };
}

function scoresIn(text: string): ReadonlyMap<number, number> {
  let value: Json = null;
  try {
    value = JSON.parse(text);
  } catch {
    // A judgement that cannot be read judges nothing: the first proposal stands.
  }
  const scores = isJsonObject(value) && Array.isArray(value['scores']) ? value['scores'] : [];
  return new Map(
    scores.flatMap((one) =>
      isJsonObject(one) && typeof one['proposal'] === 'number' && typeof one['score'] === 'number'
        ? [[one['proposal'], one['score']] as const]
        : [],
    ),
  );
}
