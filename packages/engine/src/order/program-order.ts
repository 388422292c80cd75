import { upwardRanks, type Program, type StepId, type TaskNode } from '@batonhq/core';
import type { DurationEstimate } from './duration-estimate.ts';
import type { LearnedDurations } from './learned-durations.ts';

/** Ranks are made anew for every so many looks at the most, in shares of the number of tasks: looking stays cheap. */
const looksPerTask = 1 / 8;

/** What the order of a program's steps goes by: ranks and priorities of its tasks, and how long they took. */
export class ProgramOrder {
  readonly program: Program;
  readonly #durations: LearnedDurations;
  readonly #nodes: ReadonlyMap<string, TaskNode>;
  readonly #estimates: (DurationEstimate | undefined)[] = [];
  #ranks: Float64Array | null = null;
  #rankedAt = -1;
  #looks = 0;

  constructor(program: Program, durations: LearnedDurations) {
    this.program = program;
    this.#durations = durations;
    this.#nodes = new Map(program.tasks.map((node) => [node.path, node]));
  }

  /** The rank of the task that a step belongs to, by what is known now. */
  rankOf(step: StepId): number {
    this.#looks += 1;
    const isStale = this.#rankedAt !== this.#durations.changes;
    if (this.#ranks === null || (isStale && this.#looks >= this.program.tasks.length * looksPerTask)) {
      this.#ranks = upwardRanks(this.program, (node) => this.#durations.expected(this.program, node));
      this.#rankedAt = this.#durations.changes;
      this.#looks = 0;
    }
    return this.#ranks[this.#nodeOf(step)?.index ?? -1] ?? 0;
  }

  /** The priority that the task of a step, or the innermost task around it, asks for; null when none does. */
  priorityOf(step: StepId): number | null {
    for (let node = this.#nodeOf(step); node !== undefined; node = this.program.tasks[node.parent ?? -1])
      if (node.metadata.priority !== undefined) return node.metadata.priority;
    return null;
  }

  /** The estimate of the task that a step performs; null for operations of durable functions. */
  estimateOf(step: StepId): DurationEstimate | null {
    const node = step.includes('|') ? undefined : this.#nodeOf(step);
    if (node === undefined) return null;
    return (this.#estimates[node.index] ??= this.#durations.ofTask(this.program, node.path));
  }

  /** By the path of its task: the key without what makes the instance and the operation unique. */
  #nodeOf(step: StepId): TaskNode | undefined {
    return this.#nodes.get(step) ?? this.#nodes.get(step.replaceAll(/(?:[#:[][^/|]*)|\|.*$/g, ''));
  }
}
