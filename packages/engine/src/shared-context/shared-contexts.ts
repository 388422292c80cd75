import { contextStream, contextToJson, decideContext, type ContextState, type StreamJournal } from '@batonhq/core';
import { PayloadError } from '../errors.ts';
import { FactQueues } from '../fact/fact-queue.ts';
import type { Clock } from '../time/clock.ts';
import type { ContextAnswer, ContextOrder, ContextScope, SharedContextDoor } from './context-door.ts';
import { contextReading, storedContext, valueOf } from './read-context.ts';

/** What the shared context needs of the engine around it. */
export interface ContextHost {
  readonly journal: Pick<StreamJournal, 'streams' | 'view'>;
  readonly clock: Clock;
  now(): number;
  /** Throws when nothing is taken any more. */
  readonly checkOpen: () => void;
}

/** Characters of a value as JSON: what is larger is a document, and has a place of its own. */
const largestValue = 256 * 1024;
const longestKey = 200;
const scopes = /^(?:tenant|execution:.{1,200}|project:.{1,200})$/u;

/** Executions above one another that are looked through. */
const deepest = 64;

/**
 * The shared context of an engine: each value is decided in a stream of its own, so that writers of different values never
 * wait for each other.
 */
export function sharedContexts(host: ContextHost): SharedContextDoor {
  const { journal, clock } = host;
  const queues = new FactQueues<ContextState>(
    { streams: journal.streams, clock },
    { load: storedContext, toJson: contextToJson },
  );
  return {
    ...contextReading(journal.streams),
    async write(order): Promise<ContextAnswer> {
      host.checkOpen();
      check(order);
      const { expected = 0, tenant, scope, key, ...more } = order;
      const name = { tenant, scope, key };
      const { state, answer } = await queues
        .of(contextStream(name))
        .advance((at) => decideContext(at, { at: host.now(), expected, ...more }));
      const there = answer.isWritten ? null : valueOf(name, state);
      return { isWritten: answer.isWritten, there, version: answer.isWritten ? answer.number : state.version };
    },
    async scopeOf(execution): Promise<ContextScope> {
      let root = execution;
      for (let depth = 0; depth < deepest; depth += 1) {
        const view = await journal.view(root);
        if (view === null || view.parent === null) break;
        root = view.parent;
      }
      return `execution:${root}`;
    },
  };
}

function check({ scope, key, value }: ContextOrder): void {
  if (!scopes.test(scope)) throw new PayloadError(`"${scope}" is no scope: write tenant, execution:ID or project:NAME`);
  if (key === '' || key.length > longestKey || /\p{Cc}/u.test(key))
    throw new PayloadError(`a key has 1 to ${longestKey} characters and no control characters`);
  const size = value === undefined ? 0 : JSON.stringify(value).length;
  if (size > largestValue)
    throw new PayloadError(
      `the value of ${key} has ${size} characters, at most ${largestValue} are kept: write it to a document and keep its path`,
    );
}
