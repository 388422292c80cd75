import type { Plan } from '@batonhq/agents/planner';

/** A plan for scripts: all of it, and its tasks by the levels they may begin at. */
export function planJson(plan: Plan): object {
  const depth = Math.max(-1, ...plan.tasks.map(({ level }) => level)) + 1;
  const levels = Array.from({ length: depth }, (_, level) =>
    plan.tasks
      .filter((task) => task.level === level)
      .map(({ name, function: called, risk }) => ({ task: name, function: called, risk })),
  );
  return { ...plan, levels };
}
