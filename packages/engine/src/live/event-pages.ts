import type { Journal, Recorded } from '@batonhq/core';

/** Events read at once: what is done with them holds up nothing else for more than a few milliseconds. */
const page = 500;

/** All events of an execution that are durable, page by page; other work goes on between two pages. */
export async function* eventPages(
  journal: Pick<Journal, 'read'>,
  execution: string,
): AsyncGenerator<readonly Recorded[], void> {
  for (let seq = 0; ;) {
    const events = await journal.read(execution, { seq, limit: page });
    if (events.length > 0) yield events;
    if (events.length < page) return;
    seq = events.at(-1)?.seq ?? seq;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** All events of an execution that are durable, oldest first. */
export async function allEvents(journal: Pick<Journal, 'read'>, execution: string): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const page of eventPages(journal, execution)) events.push(...page);
  return events;
}
