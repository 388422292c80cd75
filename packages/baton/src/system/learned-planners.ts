import type { PlanExample, Planner } from '@batonhq/agents/planner';
import type { Experience } from '../plans/experience.ts';

/** Whoever names no tenant plans for this one. */
const home = 'local';

/** What was learned has to fit well: a plan that looks right and is not costs more than a question. */
const sureFrom = 0.75;

interface Learned {
  /** How many plans of before it knows. */
  readonly known: string;
  readonly planner: Planner;
}

/**
 * The planners that learn, one for each tenant: from the requests that ship, and from plans of the tenant that were carried
 * out to their end. A planner is made anew when there are more of these; what takes long of that is learned once.
 */
export class LearnedPlanners {
  readonly #experience: Experience;
  readonly #byTenant = new Map<string, Learned>();

  constructor(experience: Experience) {
    this.#experience = experience;
  }

  /** It looks at what was done before, and learns, when it is asked for a plan. */
  of(tenant = home): Planner {
    return {
      name: 'symbolic',
      guesses: true,
      propose: async (request, functions) => (await this.#planner(tenant)).propose(request, functions),
    };
  }

  async #planner(tenant: string): Promise<Planner> {
    const { symbolicPlanner } = await import('@batonhq/agents/planner');
    const history = await this.#experience.examples(tenant);
    const known = fingerprint(history);
    const before = this.#byTenant.get(tenant);
    if (before?.known === known) return before.planner;
    const planner = symbolicPlanner({ history, kept: this.#experience.kept, sureFrom });
    this.#byTenant.set(tenant, { known, planner });
    return planner;
  }
}

/** Differs whenever another plan was carried out, or forgotten. */
function fingerprint(history: readonly PlanExample[]): string {
  return `${history.length} ${history.at(0)?.request ?? ''} ${history.at(-1)?.request ?? ''}`;
}
