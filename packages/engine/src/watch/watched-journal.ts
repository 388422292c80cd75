import type { Commit, FactCommit, StreamJournal } from '@batonhq/core';

/** Told what became durable, for figures and traces. It must be quick, and throwing is a defect. */
export interface JournalWatcher {
  /** Events of an execution became durable, so many milliseconds after they were decided on. */
  committed?(commit: Commit, milliseconds: number): void;
  /** Facts became durable. */
  appended?(commit: FactCommit): void;
}

/** A journal that can be watched. */
export interface WatchedJournal extends StreamJournal {
  /** Tells a watcher of what becomes durable from now on, until what comes back is called. */
  watch(watcher: JournalWatcher): () => void;
}

/**
 * Lets a journal be watched: everything that happens is a commit, so whoever hears of commits misses nothing and has no
 * place in what decides. While nobody watches it costs nothing. The journal given closes with it.
 *
 * @example
 * const journal = watchedJournal(openSqliteJournal({ directory: '.baton' }));
 * const leave = journal.watch({ committed: ({ execution, events }) => console.log(execution, events.length) });
 */
export function watchedJournal(journal: StreamJournal): WatchedJournal {
  const watchers = new Set<JournalWatcher>();
  const commit = async (made: Commit): Promise<void> => {
    const begun = performance.now();
    await journal.commit(made);
    const milliseconds = performance.now() - begun;
    for (const watcher of watchers) watcher.committed?.(made, milliseconds);
  };
  const append = async (made: FactCommit): Promise<void> => {
    await journal.streams.append(made);
    for (const watcher of watchers) watcher.appended?.(made);
  };
  return {
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    commit: (made) => (watchers.size === 0 ? journal.commit(made) : commit(made)),
    streams: {
      append: (made) => (watchers.size === 0 ? journal.streams.append(made) : append(made)),
      facts: (stream, after) => journal.streams.facts(stream, after),
      standing: (prefix) => journal.streams.standing(prefix),
      drop: (stream) => journal.streams.drop(stream),
    },
    ...readingOf(journal),
    keep: (entry) => journal.keep(entry),
    publish: (entry) => journal.publish(entry),
    close: () => journal.close(),
  };
}

function readingOf(journal: StreamJournal): Omit<StreamJournal, 'commit' | 'streams' | 'keep' | 'publish' | 'close'> {
  return {
    load: (execution) => journal.load(execution),
    read: (execution, after) => journal.read(execution, after),
    readAll: (after) => journal.readAll(after),
    unfinished: () => journal.unfinished(),
    dueTimers: (until, limit) => journal.dueTimers(until, limit),
    nextTimer: () => journal.nextTimer(),
    listeners: (type) => journal.listeners(type),
    view: (execution) => journal.view(execution),
    list: (filter) => journal.list(filter),
    countByPhase: () => journal.countByPhase(),
    published: () => journal.published(),
    findByIdempotencyKey: (tenant, key) => journal.findByIdempotencyKey(tenant, key),
    definition: (hash) => journal.definition(hash),
    findDefinition: (name) => journal.findDefinition(name),
  };
}
