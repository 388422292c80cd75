import type { Agent, ToolDefinition } from '@batonhq/agents';
import type {
  PlannableFunction,
  Plan,
  Planner,
  PlanningProgress,
  PlanOutcome,
  PlanPolicy,
  PlanRequest,
  PlanTerms,
} from '@batonhq/agents/planner';
import type { JsonObject, PolicyMode } from '@batonhq/core';
import type { Experience } from '../plans/experience.ts';
import { LearnedPlanners } from './learned-planners.ts';
import { PlanAbstainedError } from './plan-abstained-error.ts';
import { PlanRefusedError } from './plan-refused-error.ts';
import type { Workspaces } from './workspaces.ts';

/** What goes along with a goal. */
export interface PlanOptions {
  /** Whose goal it is; `local` by default. */
  readonly user?: string;
  /** Whose workspace it is about, and whose budget a model that plans is paid from; `local` by default. */
  readonly tenant?: string;
  /** Facts planners may use, and answers to questions that were asked before. */
  readonly context?: JsonObject;
  /** A kind of work known by name: `financial-planning`, `marketing-campaign`, `meeting`, `research`. */
  readonly type?: string;
  /** What the plan has to do; one that no function meets refuses the plan. */
  readonly requirements?: readonly string[];
  /** Functions that the plan does without, by name. */
  readonly without?: readonly string[];
  /** When people are asked; everything of high risk by default. */
  readonly policy?: PlanPolicy;
  /** Told how planning goes: who is asked, and who has no plan. */
  readonly heard?: (progress: PlanningProgress) => void;
}

/** What planning of one system is made of. */
export interface PlanningParts {
  readonly workspaces: Workspaces;
  /** Planners beside those that need no model. */
  readonly planners?: readonly Planner[];
  /** What the tokens of a plan are reckoned with, where somebody knows it. */
  readonly price?: PlanTerms['price'] | undefined;
  /** Agents that plans may give missions to: none where there is no model. */
  readonly agents?: () => readonly Agent[];
  /** Whoever attends is asked about medium risk too. */
  readonly mode?: PolicyMode | undefined;
  /** Plans that were carried out before. */
  readonly experience: Experience;
}

/** Makes and checks plans with the tools of one system. */
export class SystemPlanning {
  readonly #tools = new Map<string, ToolDefinition>();
  readonly #workspaces: Workspaces;
  readonly #planners: readonly Planner[];
  readonly #price: PlanTerms['price'];
  readonly #agents: () => readonly Agent[];
  readonly #mode: PolicyMode | undefined;
  readonly #learned: LearnedPlanners;

  constructor({ workspaces, planners = [], price, agents = () => [], mode, experience }: PlanningParts) {
    this.#learned = new LearnedPlanners(experience);
    this.#workspaces = workspaces;
    this.#planners = planners;
    this.#price = price;
    this.#agents = agents;
    this.#mode = mode;
    for (const tool of workspaces.tools) this.add(tool);
  }

  /** What plans of a tenant may use now: nothing of a workspace where they have none. */
  async functions(tenant?: string): Promise<readonly PlannableFunction[]> {
    const { agentCard, plannableFunctions } = await import('@batonhq/agents/planner');
    const agents = this.#agents();
    const all = [...this.#tools.values()];
    const workspaces = this.#workspaces;
    const tools = plannableFunctions(workspaces.of(tenant) === null ? all.filter((one) => !workspaces.has(one)) : all);
    return agents.length === 0 ? tools : [...tools, agentCard(agents)];
  }

  /** Lets plans use a tool; the same name and version again replaces it. */
  add(tool: ToolDefinition): void {
    this.#tools.set(`${tool.name}:${tool.version ?? '1.0.0'}`, tool);
  }

  /** Plans for a goal. Throws {@link PlanAbstainedError} and {@link PlanRefusedError}. */
  async plan(goal: string, options: PlanOptions = {}): Promise<Plan> {
    const outcome = await this.propose(goal, options);
    if (outcome.kind === 'plan') return outcome.plan;
    if (outcome.kind === 'abstained')
      throw new PlanAbstainedError(`there is no plan: ${outcome.why}`, outcome.questions);
    throw new PlanRefusedError(outcome.problems);
  }

  /** Reads a definition as a plan: one that was edited or kept. Throws {@link PlanRefusedError}. */
  async check(definition: JsonObject, options: Pick<PlanOptions, 'policy' | 'tenant'> = {}): Promise<Plan> {
    const { planFromDefinition } = await import('@batonhq/agents/planner');
    const made = planFromDefinition(definition, await this.#terms(options));
    if (made.kind === 'refused') throw new PlanRefusedError(made.problems);
    return made.plan;
  }

  /** Plans for a goal, and says what came of it. */
  async propose(goal: string, options: PlanOptions = {}): Promise<PlanOutcome> {
    const { proposePlan, templatePlanner } = await import('@batonhq/agents/planner');
    // Where there is a model, that knows more of what nobody wrote down. What was learned says nothing of requirements.
    const learned = (options.requirements ?? []).length === 0 ? [this.#learned.of(options.tenant)] : [];
    const planners = [templatePlanner, ...this.#planners, ...learned];
    const { heard } = options;
    const terms = { ...(await this.#terms(options)), planners, ...(heard !== undefined && { heard }) };
    return proposePlan(await this.#request(goal, options), terms);
  }

  async #terms({
    policy,
    tenant,
    without = [],
  }: PlanOptions): Promise<PlanTerms & { readonly functions: readonly PlannableFunction[] }> {
    const { usualPolicy } = await import('@batonhq/agents/planner');
    const price = this.#price === undefined ? {} : { price: this.#price };
    const usual = this.#mode === 'attended' ? { ...usualPolicy, askFrom: 'medium' as const } : usualPolicy;
    const functions = (await this.functions(tenant)).filter(({ name }) => !without.includes(name));
    return { functions, policy: policy ?? usual, ...price };
  }

  async #request(goal: string, options: PlanOptions): Promise<PlanRequest> {
    const { user, tenant, context, type, requirements } = options;
    const workspace = this.#workspaces.of(tenant);
    return {
      goal,
      now: workspace?.now ?? Date.now(),
      zone: workspace?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(workspace !== null && { workspace: await workspace.facts() }),
      ...(user !== undefined && { user }),
      ...(tenant !== undefined && { tenant }),
      ...(context !== undefined && { context }),
      ...(type !== undefined && { type }),
      ...(requirements !== undefined && { requirements }),
    };
  }
}
