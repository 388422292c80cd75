import type { Effect, Program, TaskNode } from '@batonhq/core';
import { DurationEstimate, logarithmOf } from './duration-estimate.ts';

/** What is expected of calls while nothing at all is known, in milliseconds. */
const unknown = 1_000;
const unknownLogarithm = logarithmOf(unknown);

/** Functions and tasks that are remembered; those that were met first are forgotten first. */
const remembered = 20_000;

/** An effect, or what a definition says about one. */
type Called = Pick<Effect, 'kind'> & {
  readonly namespace?: string;
  readonly name?: string;
  readonly version?: string;
};

/**
 * How long steps take, learned from those that completed: by task of a definition, over all its versions; for a task that
 * was never performed by the function or workflow that it calls, in whichever definition; for those that nobody ever
 * called by what a call takes on the whole. Telemetry: it decides what begins first and nothing else, so nothing is lost
 * with the process.
 */
export class LearnedDurations {
  readonly #tasks = new Map<string, DurationEstimate>();
  readonly #functions = new Map<string, DurationEstimate>();
  readonly #overall = new DurationEstimate();
  #changes = 0;

  /** Grows whenever an estimate has become another one. */
  get changes(): number {
    return this.#changes;
  }

  /** The estimate of a task, which learns with every attempt. */
  ofTask({ reference: { namespace, name } }: Program, path: string): DurationEstimate {
    return estimateIn(this.#tasks, `${namespace}/${name}#${path}`);
  }

  /** A step completed after so many milliseconds. */
  learn(task: DurationEstimate | null, effect: Called, milliseconds: number): void {
    if (milliseconds <= 0 && task?.isInstant === true) return;
    const logarithm = logarithmOf(milliseconds);
    const name = nameOf(effect);
    const called = name === null ? null : estimateIn(this.#functions, name);
    const usual = this.#overall.isKnown ? this.#overall.logarithm : unknownLogarithm;
    const before = called?.isKnown === true ? called.logarithm : usual;
    const moved = [task?.learn(logarithm, before), called?.learn(logarithm, usual)];
    if (this.#overall.learn(logarithm, unknownLogarithm) || moved.includes(true)) this.#changes += 1;
  }

  /** What is expected of a task that contains no others. */
  expected(program: Program, node: TaskNode): number {
    if (node.kind === 'wait') return waitOf(node);
    if (node.kind !== 'call' || node.effect.kind === 'lock') return 0;
    const own = this.#tasks.get(`${program.reference.namespace}/${program.reference.name}#${node.path}`);
    if (own?.isKnown === true) return own.milliseconds;
    const called = this.#functions.get(nameOf(node.effect) ?? '');
    if (called !== undefined) return called.milliseconds;
    return this.#overall.isKnown ? this.#overall.milliseconds : unknown;
  }
}

function nameOf({ kind, namespace, name, version }: Called): string | null {
  if (name === undefined) return null;
  if (kind === 'workflow') return `${namespace}/${name}`;
  return version === undefined ? name : `${name}:${version}`;
}

function estimateIn(estimates: Map<string, DurationEstimate>, name: string): DurationEstimate {
  const known = estimates.get(name);
  if (known !== undefined) return known;
  const [oldest] = estimates.keys();
  if (estimates.size >= remembered && oldest !== undefined) estimates.delete(oldest);
  const estimate = new DurationEstimate();
  estimates.set(name, estimate);
  return estimate;
}

function waitOf({ duration }: TaskNode & { readonly kind: 'wait' }): number {
  const value = duration.constant ? duration.evaluate(null, () => null) : 0;
  return typeof value === 'number' ? value : 0;
}
