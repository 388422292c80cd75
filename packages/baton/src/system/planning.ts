import type { Agent, ToolDefinition } from '@batonhq/agents';
import type {
  PlannableFunction,
  Plan,
  Planner,
  PlanOutcome,
  PlanPolicy,
  PlanRequest,
  PlanTerms,
} from '@batonhq/agents/planner';
import type { JsonObject, PolicyMode } from '@batonhq/core';
import type { OfferedWorkspace } from './offered-workspace.ts';
import { PlanAbstainedError } from './plan-abstained-error.ts';
import { PlanRefusedError } from './plan-refused-error.ts';

/** What goes along with a goal. */
export interface PlanOptions {
  /** Whose goal it is; `local` by default. */
  readonly user?: string;
  /** Facts planners may use, and answers to questions that were asked before. */
  readonly context?: JsonObject;
  /** A kind of work known by name: `financial-planning`, `marketing-campaign`, `meeting`, `research`. */
  readonly type?: string;
  /** What the plan has to do; one that no function meets refuses the plan. */
  readonly requirements?: readonly string[];
  /** When people are asked; everything of high risk by default. */
  readonly policy?: PlanPolicy;
}

/** What planning of one system is made of. */
export interface PlanningParts {
  readonly workspace: OfferedWorkspace | null;
  /** Planners beside those that need no model. */
  readonly planners?: readonly Planner[];
  /** What the tokens of a plan are reckoned with, where somebody knows it. */
  readonly price?: PlanTerms['price'] | undefined;
  /** Agents that plans may give missions to: none where there is no model. */
  readonly agents?: () => readonly Agent[];
  /** Whoever attends is asked about medium risk too. */
  readonly mode?: PolicyMode | undefined;
}

/** What was learned has to fit well: a plan that looks right and is not costs more than a question. */
const sureFrom = 0.75;

/** Makes and checks plans with the tools of one system. */
export class SystemPlanning {
  readonly #tools = new Map<string, ToolDefinition>();
  readonly #workspace: OfferedWorkspace | null;
  readonly #planners: readonly Planner[];
  readonly #price: PlanTerms['price'];
  readonly #agents: () => readonly Agent[];
  readonly #mode: PolicyMode | undefined;
  #learned: Planner | null = null;

  constructor({ workspace, planners = [], price, agents = () => [], mode }: PlanningParts) {
    this.#workspace = workspace;
    this.#planners = planners;
    this.#price = price;
    this.#agents = agents;
    this.#mode = mode;
    for (const tool of workspace?.tools ?? []) this.add(tool);
  }

  /** What plans may use now. */
  async functions(): Promise<readonly PlannableFunction[]> {
    const { agentCard, plannableFunctions } = await import('@batonhq/agents/planner');
    const agents = this.#agents();
    const tools = plannableFunctions([...this.#tools.values()]);
    return agents.length === 0 ? tools : [...tools, agentCard(agents)];
  }

  /** Lets plans use a tool; the same name and version again replaces it. */
  add(tool: ToolDefinition): void {
    this.#tools.set(`${tool.name}:${tool.version ?? '1.0.0'}`, tool);
  }

  /** Plans for a goal. Throws {@link PlanAbstainedError} and {@link PlanRefusedError}. */
  async plan(goal: string, options: PlanOptions = {}): Promise<Plan> {
    const outcome = await this.#propose(goal, options);
    if (outcome.kind === 'plan') return outcome.plan;
    if (outcome.kind === 'abstained') throw new PlanAbstainedError(outcome.why, outcome.questions);
    throw new PlanRefusedError(outcome.problems);
  }

  /** Reads a definition as a plan: one that was edited or kept. Throws {@link PlanRefusedError}. */
  async check(definition: JsonObject, { policy }: Pick<PlanOptions, 'policy'> = {}): Promise<Plan> {
    const { planFromDefinition } = await import('@batonhq/agents/planner');
    const made = planFromDefinition(definition, await this.#terms(policy));
    if (made.kind === 'refused') throw new PlanRefusedError(made.problems);
    return made.plan;
  }

  async #propose(goal: string, options: PlanOptions): Promise<PlanOutcome> {
    const { proposePlan, symbolicPlanner, templatePlanner } = await import('@batonhq/agents/planner');
    // It learns when it is asked for the first time. Where there is a model, that knows more of what nobody wrote down.
    this.#learned ??= symbolicPlanner({ sureFrom });
    // What was learned says nothing of requirements.
    const learned = (options.requirements ?? []).length === 0 ? [this.#learned] : [];
    const planners = [templatePlanner, ...this.#planners, ...learned];
    return proposePlan(await this.#request(goal, options), { ...(await this.#terms(options.policy)), planners });
  }

  async #terms(
    policy: PlanPolicy | undefined,
  ): Promise<PlanTerms & { readonly functions: readonly PlannableFunction[] }> {
    const { usualPolicy } = await import('@batonhq/agents/planner');
    const price = this.#price === undefined ? {} : { price: this.#price };
    const usual = this.#mode === 'attended' ? { ...usualPolicy, askFrom: 'medium' as const } : usualPolicy;
    return { functions: await this.functions(), policy: policy ?? usual, ...price };
  }

  async #request(goal: string, { user, context, type, requirements }: PlanOptions): Promise<PlanRequest> {
    const workspace = this.#workspace;
    return {
      goal,
      now: workspace?.now ?? Date.now(),
      zone: workspace?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(workspace !== null && { workspace: await workspace.facts() }),
      ...(user !== undefined && { user }),
      ...(context !== undefined && { context }),
      ...(type !== undefined && { type }),
      ...(requirements !== undefined && { requirements }),
    };
  }
}
