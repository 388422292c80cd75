import type { PlanningProgress } from '@batonhq/agents/planner';
import type { PlanPage } from './plan-door.ts';

/** Plans while it is watched. */
export type Watched = (heard: (progress: PlanningProgress) => void) => Promise<PlanPage>;

/**
 * Planning as server-sent events: who is asked (`asking`) and has no plan (`abstained`, `refused`), then each `task` of the plan
 * by level, and last the whole `plan`, or the `problem` there is none for.
 */
export function planStream(plan: Watched, problemOf: (error: unknown) => unknown): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (event: string, data: unknown): void => {
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      try {
        const page = await plan(({ kind, ...more }) => say(kind, more));
        for (const task of page.plan.tasks.toSorted((left, right) => left.level - right.level)) say('task', task);
        say('plan', page);
      } catch (error) {
        say('problem', problemOf(error));
      }
      controller.close();
    },
  });
}
