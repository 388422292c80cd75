import type { Effect, Journal, Recorded } from '@batonhq/core';

/** Executions that are read to learn from, and events of each: they say enough. */
const read = { executions: 20, events: 2_000 };

/** What a step took in an execution of before. */
export interface PastDuration {
  readonly step: string;
  readonly effect: Effect;
  readonly milliseconds: number;
}

/** How long the steps of the last completed executions of a definition took, the oldest first. */
export async function pastDurations(
  journal: Pick<Journal, 'list' | 'read'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly PastDuration[]> {
  const executions = await journal.list({ namespace, name, phases: ['completed'], limit: read.executions });
  const found: PastDuration[] = [];
  for (const { id } of executions.toReversed())
    found.push(...durationsIn(await journal.read(id, { seq: 0, limit: read.events })));
  return found;
}

/** What passed a gate first waited for others, and what was claimed again was cut short: they say nothing. */
function durationsIn(events: readonly Recorded[]): readonly PastDuration[] {
  const begun = new Map<string, { readonly at: number; readonly effect: Effect }>();
  return events.flatMap(({ at, event }): readonly PastDuration[] => {
    if (event.kind === 'task.started' && event.effect !== undefined && event.gates === undefined)
      begun.set(event.task, { at, effect: event.effect });
    if (event.kind === 'step.claimed') begun.delete(event.step);
    if (event.kind !== 'task.completed') return [];
    const one = begun.get(event.task);
    return one === undefined ? [] : [{ step: event.task, effect: one.effect, milliseconds: at - one.at }];
  });
}
