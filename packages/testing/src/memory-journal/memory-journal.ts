import type {
  CatalogEntry,
  Commit,
  DueTimer,
  ExecutionFilter,
  ExecutionState,
  ExecutionView,
  FactCommit,
  FactStreams,
  Loaded,
  Phase,
  Positioned,
  PublishedName,
  Recorded,
  StreamJournal,
} from '@batonhq/core';
import { InvariantError, JournalFailedError, newestVersion } from '@batonhq/core';
import type { DurableState } from './durable-state.ts';
import { decoded, type StoredStream } from './stored-stream.ts';

/** What a journal needs of the disk below it. */
export interface MemoryJournalDisk {
  readonly state: () => DurableState;
  readonly commit: (commit: Commit) => Promise<void>;
  readonly keep: (entry: CatalogEntry) => Promise<void>;
  readonly publish: (entry: CatalogEntry) => Promise<void>;
  readonly append: (commit: FactCommit) => Promise<void>;
  readonly drop: (stream: string) => Promise<void>;
  readonly flush: () => void;
}

/** A journal in memory with the semantics of the real ones: what it says is durable survives its closing, on its disk. */
export class MemoryJournal implements StreamJournal {
  readonly #disk: MemoryJournalDisk;
  #isClosed = false;

  constructor(disk: MemoryJournalDisk) {
    this.#disk = disk;
  }

  async commit(commit: Commit): Promise<void> {
    if (this.#isClosed) throw new JournalFailedError('the journal is closed');
    await this.#disk.commit(copyOf(commit));
  }

  async load(execution: string): Promise<Loaded | null> {
    const stream = this.#stream(execution);
    if (stream === undefined) return null;
    const snapshot: ExecutionState | null = JSON.parse(stream.snapshot ?? 'null');
    return { snapshot, events: stream.read(snapshot?.seq ?? 0) };
  }

  async read(
    execution: string,
    after: { readonly seq: number; readonly limit?: number },
  ): Promise<readonly Recorded[]> {
    return this.#stream(execution)?.read(after.seq, after.limit) ?? [];
  }

  async readAll(after: { readonly position: number; readonly limit?: number }): Promise<readonly Positioned[]> {
    const { position, limit = Infinity } = after;
    return this.#disk
      .state()
      .log.slice(position, position + limit)
      .flatMap(({ stream, index }) => {
        const event = stream.events[index];
        return event === undefined
          ? []
          : [{ position: event.position, execution: stream.execution, recorded: decoded(event) }];
      });
  }

  async unfinished(): Promise<readonly string[]> {
    return this.#views(({ phase }) => ['pending', 'running', 'suspended'].includes(phase)).map(({ id }) => id);
  }

  async dueTimers(until: number, limit: number): Promise<readonly DueTimer[]> {
    const due = this.#timers().filter((timer) => timer.due <= until);
    return due.toSorted((left, right) => left.due - right.due).slice(0, limit);
  }

  async nextTimer(): Promise<number | null> {
    return this.#timers().reduce<number | null>(
      (earliest, { due }) => (earliest === null || due < earliest ? due : earliest),
      null,
    );
  }

  async listeners(type: string): Promise<readonly string[]> {
    return this.#streams()
      .filter(({ listens }) => listens.includes(type) || listens.includes('*'))
      .map(({ execution }) => execution);
  }

  async view(execution: string): Promise<ExecutionView | null> {
    return this.#stream(execution)?.readView() ?? null;
  }

  async list(filter: ExecutionFilter): Promise<readonly ExecutionView[]> {
    const { phases, namespace, name, tenant, parent, before, limit = 100 } = filter;
    const order = [...this.#disk.state().streams.keys()];
    const until = before === undefined ? order.length : order.indexOf(before);
    return this.#views(
      (view) =>
        (phases?.includes(view.phase) ?? true) &&
        (namespace === undefined || view.definition.namespace === namespace) &&
        (name === undefined || view.definition.name === name) &&
        (tenant === undefined || view.tenant === tenant) &&
        (parent === undefined || view.parent === parent) &&
        (filter.version === undefined || view.definition.version === filter.version) &&
        view.startedAt >= (filter.since ?? 0) &&
        view.startedAt < (filter.until ?? Number.POSITIVE_INFINITY) &&
        this.#mentions(view, filter.text) &&
        order.indexOf(view.id) < until,
    )
      .toReversed()
      .slice(0, limit);
  }

  async countByPhase(): Promise<Readonly<Partial<Record<Phase, number>>>> {
    const views = this.#views(() => true);
    return Object.fromEntries(
      [...Map.groupBy(views, ({ phase }) => phase)].map(([phase, found]) => [phase, found.length]),
    );
  }

  async findByIdempotencyKey(tenant: string, key: string): Promise<string | null> {
    return this.#disk.state().byIdempotencyKey(tenant, key);
  }

  async keep(entry: CatalogEntry): Promise<void> {
    if (this.#isClosed) throw new JournalFailedError('the journal is closed');
    await this.#disk.keep(structuredClone(entry));
  }

  async publish(entry: CatalogEntry): Promise<void> {
    if (this.#isClosed) throw new JournalFailedError('the journal is closed');
    await this.#disk.publish(structuredClone(entry));
  }

  async definition(hash: string): Promise<CatalogEntry | null> {
    return this.#disk.state().entry(hash);
  }

  async findDefinition(wanted: Parameters<StreamJournal['findDefinition']>[0]): Promise<CatalogEntry | null> {
    const entries = this.#disk
      .state()
      .published()
      .filter(({ namespace, name }) => namespace === wanted.namespace && name === wanted.name);
    const isLatest = wanted.version === undefined || wanted.version === 'latest';
    const version = isLatest ? newestVersion(entries.map((entry) => entry.version)) : wanted.version;
    return entries.find((entry) => entry.version === version) ?? null;
  }

  async published(): Promise<readonly PublishedName[]> {
    const entries = this.#disk.state().published();
    return entries.map(({ namespace, name, version, hash }) => ({ namespace, name, version, hash }));
  }

  readonly streams: FactStreams = {
    append: async (commit) => {
      if (this.#isClosed) throw new JournalFailedError('the journal is closed');
      await this.#disk.append(structuredClone(commit));
    },
    facts: async (stream, after) => this.#disk.state().facts.read(stream, after),
    standing: async (prefix) => this.#disk.state().facts.standing(prefix),
    drop: async (stream) => {
      if (this.#isClosed) throw new JournalFailedError('the journal is closed');
      await this.#disk.drop(stream);
    },
  };

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#disk.flush();
  }

  #stream(execution: string): StoredStream | undefined {
    return this.#disk.state().streams.get(execution);
  }

  #streams(): readonly StoredStream[] {
    return [...this.#disk.state().streams.values()];
  }

  #views(isWanted: (view: ExecutionView) => boolean): readonly ExecutionView[] {
    return this.#streams()
      .map((stream) => stream.readView())
      .filter((view) => view !== null)
      .filter(isWanted);
  }

  #mentions(view: ExecutionView, text: string | undefined): boolean {
    if (text === undefined || text === '') return true;
    const { id, definition, user, idempotencyKey, output, fault } = view;
    const { namespace, name, version } = definition;
    const names = `${id} ${namespace}/${name}:${version} ${user} ${idempotencyKey ?? ''}`;
    const first = this.#disk.state().streams.get(id)?.read(0, 1);
    return `${names} ${JSON.stringify([output, fault, first])}`.toLowerCase().includes(text.toLowerCase());
  }

  #timers(): readonly DueTimer[] {
    return this.#streams().flatMap(({ execution, timers }) =>
      [...timers].map(([timer, due]) => ({ execution, timer, due })),
    );
  }
}

function copyOf(commit: Commit): Commit {
  try {
    return structuredClone(commit);
  } catch (error) {
    throw new InvariantError(`a commit of execution ${commit.execution} cannot be written: ${String(error)}`);
  }
}
