/** One event as the metrics look at it. */
export interface StoryRow {
  /** Tells executions apart. */
  readonly stream: number;
  readonly at: number;
  readonly kind: string;
  /** Key of the task or step. */
  readonly subject: string;
  /** Kind of the effect that a task started with. */
  readonly effect: string | null;
  /** Name of the function that it calls. */
  readonly name: string | null;
  /** The gate that was passed. */
  readonly gate: string | null;
  readonly attempt: number | null;
}

/** What is known of one kind of work: the calls of a function, or the instances of a task. */
export interface Work {
  readonly subject: string;
  calls: number;
  completed: number;
  faulted: number;
  /** Attempts after a first one, by a `try` or after a crash. */
  retried: number;
  /** All of it, in milliseconds. */
  performing: number;
}

/** What was waited for, how often and how long. */
export interface Wait {
  readonly subject: string;
  readonly on: string;
  count: number;
  milliseconds: number;
}

interface Open {
  readonly since: number;
  readonly work: Work | null;
  readonly isLock: boolean;
  gatedAt: number | null;
  listens: boolean;
}

/** What the lately recorded events come to. */
export interface Story {
  readonly works: readonly Work[];
  readonly waits: readonly Wait[];
  readonly completed: number;
  readonly faulted: number;
  /** Milliseconds that completed calls took, all together. */
  readonly performing: number;
  readonly calls: number;
  /** Steps of which nobody knows whether they happened. */
  readonly ambiguous: number;
}

/**
 * Goes through events in their order and sums up who took how long, failed, was tried again, and waited for what. What
 * began before the first row is left out, because nobody knows when.
 */
export class StoryReader {
  readonly #nameOf: (stream: number) => string;
  readonly #open = new Map<string, Open>();
  readonly #works = new Map<string, Work>();
  readonly #waits = new Map<string, Wait>();
  readonly #ambiguous = new Set<string>();
  #completed = 0;
  #faulted = 0;

  /** `nameOf` gives the name of a stream's definition. */
  constructor(nameOf: (stream: number) => string) {
    this.#nameOf = nameOf;
  }

  read(row: StoryRow): void {
    const key = `${row.stream} ${row.subject}`;
    if (row.kind === 'task.started') this.#begin(key, row);
    else if (row.kind === 'task.completed' || row.kind === 'task.faulted') this.#end(key, row);
    else this.#note(key, row);
  }

  #begin(key: string, row: StoryRow): void {
    const isLock = row.effect === 'lock';
    const work = row.effect === null || isLock ? null : this.#workOf(row);
    if (work !== null) work.calls += 1;
    if (work !== null && /:\d+\//.test(row.subject)) work.retried += 1;
    this.#open.set(key, { since: row.at, work, isLock, gatedAt: row.at, listens: false });
  }

  #end(key: string, row: StoryRow): void {
    const isWell = row.kind === 'task.completed';
    if (isWell) this.#completed += 1;
    else this.#faulted += 1;
    this.#ambiguous.delete(key);
    const open = this.#open.get(key);
    this.#open.delete(key);
    if (open === undefined) return;
    const took = row.at - (open.gatedAt ?? open.since);
    if (open.isLock) this.#wait(row, 'a lock', took);
    if (open.listens) this.#wait(row, 'events', row.at - open.since);
    if (open.work === null) return;
    if (isWell) {
      open.work.completed += 1;
      open.work.performing += took;
    } else open.work.faulted += 1;
  }

  #note(key: string, row: StoryRow): void {
    const open = this.#open.get(key);
    if (row.kind === 'step.claimed' && (row.attempt ?? 1) > 1 && open?.work) open.work.retried += 1;
    if (row.kind === 'signal.consumed' && open !== undefined) open.listens = true;
    if (row.kind === 'step.ambiguous') this.#ambiguous.add(key);
    if (row.kind === 'step.settled' || row.kind === 'task.cancelled') this.#ambiguous.delete(key);
    if (row.kind === 'task.cancelled') this.#open.delete(key);
    if (row.kind === 'step.gated' && open !== undefined) open.gatedAt = row.at;
    if (row.kind === 'gate.passed' && open !== undefined) {
      this.#wait(row, row.gate ?? 'a gate', row.at - (open.gatedAt ?? open.since));
      open.gatedAt = row.at;
    }
  }

  #wait(row: StoryRow, on: string, milliseconds: number): void {
    const subject = this.#taskOf(row);
    const key = `${on} ${subject}`;
    const wait = this.#waits.get(key) ?? { subject, on, count: 0, milliseconds: 0 };
    wait.count += 1;
    wait.milliseconds += milliseconds;
    this.#waits.set(key, wait);
  }

  #workOf(row: StoryRow): Work {
    // All missions go through one function: they are told apart by the tasks that give them.
    const isFunction = row.effect === 'function' && row.name !== null && row.name !== 'agent';
    const subject = isFunction ? String(row.name) : this.#taskOf(row);
    const known = this.#works.get(subject);
    if (known !== undefined) return known;
    const work: Work = { subject, calls: 0, completed: 0, faulted: 0, retried: 0, performing: 0 };
    this.#works.set(subject, work);
    return work;
  }

  #taskOf({ stream, subject }: StoryRow): string {
    const task = subject.replace(/\|.*$/, '').replaceAll(/\[\d+\]|[#:]\d+/g, '');
    return `${this.#nameOf(stream)}#${task}`;
  }

  /** What it all comes to. */
  story(): Story {
    const works = [...this.#works.values()];
    return {
      works,
      waits: [...this.#waits.values()],
      completed: this.#completed,
      faulted: this.#faulted,
      performing: works.reduce((sum, { performing }) => sum + performing, 0),
      calls: works.reduce((sum, { completed }) => sum + completed, 0),
      ambiguous: this.#ambiguous.size,
    };
  }
}
