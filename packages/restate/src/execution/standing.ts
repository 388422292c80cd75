import { assert, foldEvents, type ExecutionState, type Journal, type Program, type Recorded } from '@batonhq/core';
import { JournalBehindError } from './journal-behind-error.ts';

/** An execution as it stands after some event. */
export interface Standing {
  readonly program: Program;
  readonly state: ExecutionState;
}

/** What is needed to bring an execution into memory. */
export interface StandingsHost {
  readonly journal: Pick<Journal, 'load' | 'read'>;
  /** The program of a definition, by its hash. */
  programOf(hash: string): Promise<Program>;
}

/** Executions remembered, the least recently used going first. */
const kept = 1_000;

/**
 * Executions as they stand, from the journal or from memory.
 *
 * A state after an event never changes, and the fence lets only one event have its number: so what is remembered here
 * is never wrong, at most old.
 */
export class Standings {
  readonly #host: StandingsHost;
  readonly #kept = new Map<string, Standing>();

  constructor(host: StandingsHost) {
    this.#host = host;
  }

  /**
   * The execution as it stood after event `seq`, though the journal may have gone on.
   *
   * @throws {JournalBehindError} when the journal has not come so far.
   */
  async at(execution: string, seq: number): Promise<Standing> {
    const known = this.#kept.get(execution);
    if (known?.state.seq === seq) return known;
    const loaded = await this.#host.journal.load(execution);
    const fits = loaded !== null && (loaded.snapshot?.seq ?? 0) <= seq;
    const snapshot = fits ? loaded.snapshot : null;
    const events = fits ? loaded.events : await this.#host.journal.read(execution, { seq: 0, limit: seq });
    const until = events.filter((recorded) => recorded.seq <= seq);
    const standing = await this.#fold(execution, { snapshot, events: until });
    if (standing?.state.seq !== seq) throw new JournalBehindError(execution, seq);
    return this.keep(standing);
  }

  /** The execution as it stands now; null when it never started. What is remembered is brought up to date. */
  async newest(execution: string): Promise<Standing | null> {
    const known = this.#kept.get(execution);
    if (known === undefined) return this.#load(execution);
    const { program, state } = known;
    const events = await this.#host.journal.read(execution, { seq: state.seq });
    if (events.length === 0) return known;
    const newer = foldEvents(program, state, { execution, events });
    return newer === null ? null : this.keep({ program, state: newer });
  }

  /** Remembers an execution, unless something newer is known. Nothing comes after the end, so that is not kept. */
  keep(standing: Standing): Standing {
    const { id, seq, endedAt } = standing.state;
    if ((this.#kept.get(id)?.state.seq ?? 0) > seq) return standing;
    this.#kept.delete(id);
    if (endedAt === null) this.#kept.set(id, standing);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= kept) break;
      this.#kept.delete(oldest);
    }
    return standing;
  }

  async #load(execution: string): Promise<Standing | null> {
    const loaded = await this.#host.journal.load(execution);
    const standing = loaded === null ? null : await this.#fold(execution, loaded);
    return standing === null ? null : this.keep(standing);
  }

  async #fold(
    execution: string,
    { snapshot, events }: { readonly snapshot: ExecutionState | null; readonly events: readonly Recorded[] },
  ): Promise<Standing | null> {
    const first = events[0]?.event;
    const definition = snapshot?.definition ?? (first?.kind === 'execution.started' ? first.definition : undefined);
    if (definition === undefined) return null;
    const program = await this.#host.programOf(definition.hash);
    const state = foldEvents(program, snapshot, { execution, events });
    assert(state, `execution ${execution} has no state`);
    return { program, state };
  }
}
