import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  plannableFunctions,
  planFromDraft,
  strangers,
  symbolicPlanner,
  templatePlanner,
  usualPolicy,
  writtenRequests,
} from '@batonhq/agents/planner';
import type { PlanExample, Planner, PlanRequest } from '@batonhq/agents/planner';
import { readContacts, readWorkspaceSettings, Workspace, workspaceFunctions } from '@batonhq/agents/workspace';
import { rounded } from '../measurement.ts';
import { scorePlans } from './score.ts';
import type { ScoredPlan } from './score.ts';

/**
 * The requests that ship with the package and are never learned from, planned over the sample workspace: how good the
 * plans are where none may abstain, and what becomes of the requests where the planner may.
 */
export async function measureOwnRequests() {
  const { functions, requestFor } = await samplePlace();
  const started = performance.now();
  const daring = symbolicPlanner({ sureFrom: 0 });
  const usual = symbolicPlanner();
  const pairs: { readonly found: ScoredPlan; readonly right: ScoredPlan }[] = [];
  const fates = { right: 0, wrong: 0, refused: 0, asked: 0, abstained: 0 };
  for (const example of writtenRequests.check) {
    const request = requestFor(example.request);
    pairs.push({ found: chain(chosenOf(await daring.propose(request, functions))), right: chain(example.tools) });
    fates[await fateOf(example, request)] += 1;
  }
  return {
    benchmark: 'planning',
    set: 'baton',
    n: pairs.length,
    ...scorePlans(pairs),
    seed: null,
    seconds: rounded((performance.now() - started) / 1_000),
    dataHash: createHash('sha256').update(JSON.stringify(writtenRequests)).digest('hex'),
    history: writtenRequests.training.length,
    tools: functions.length,
    // Of all requests, by a planner that may abstain: plans that pass the validator and have the right functions, wrong
    // ones, ones the validator refused, requests of which an argument was asked for, and abstentions.
    fates,
    // Of requests that nothing here serves and that were not learned from: plans, by what was learned and by templates.
    strangers: {
      n: strangers.check.length,
      planned: await plansFor(usual),
      byTemplates: await plansFor(templatePlanner),
    },
  };

  async function plansFor(planner: Planner): Promise<number> {
    const proposals = await Promise.all(strangers.check.map((goal) => planner.propose(requestFor(goal), functions)));
    return proposals.filter(({ kind }) => kind === 'draft').length;
  }

  async function fateOf({ request: goal, tools }: PlanExample, request: PlanRequest): Promise<keyof typeof fates> {
    const proposal = await usual.propose(request, functions);
    if (proposal.kind === 'abstained')
      return proposal.questions.some(({ name }) => name === 'steps') ? 'abstained' : 'asked';
    const made = planFromDraft(proposal.draft, goal, { functions, policy: usualPolicy });
    if (made.kind === 'refused') return 'refused';
    return chosenOf(proposal).join() === tools.join() ? 'right' : 'wrong';
  }
}

type Proposed = Awaited<ReturnType<ReturnType<typeof symbolicPlanner>['propose']>>;

/** The functions of a draft; of one that lacks an argument, those it names when it says so. */
function chosenOf(proposal: Proposed): readonly string[] {
  if (proposal.kind === 'draft') return proposal.draft.tasks.map((task) => task.function);
  return /^For (.*) something is missing/.exec(proposal.why)?.[1]?.split(', ') ?? [];
}

function chain(tools: readonly string[]): ScoredPlan {
  return { tools, links: tools.slice(1).map((to, index) => [tools[index] ?? to, to] as const) };
}

/** The sample workspace as a host sees it before it plans. */
async function samplePlace() {
  const workspace = await Workspace.open(fileURLToPath(new URL('../../examples/workspace', import.meta.url)));
  const { owner, now } = await readWorkspaceSettings(workspace, {
    address: 'me@localhost.invalid',
    zone: 'UTC',
    weekdays: [1],
  });
  const files = (await workspace.files()).map(({ path }) => path);
  const { contacts } = readContacts((await workspace.read('contacts.vcf')).toString('utf8'));
  const people = contacts.map(({ name, nicknames, organisation }) => ({ names: [name, ...nicknames], organisation }));
  return {
    functions: plannableFunctions(workspaceFunctions(workspace, owner)),
    requestFor: (goal: string): PlanRequest => ({
      goal,
      now: now ?? 0,
      zone: owner.zone,
      workspace: { files, people },
    }),
  };
}
