/**
 * The state of one run: its remaining fuel and what the parts of a program tell each other while it unwinds.
 *
 * (R1) Fuel only ever falls. Whoever loops over data or allocates in proportion to it pays first, then works.
 * (R2) `target` names the label that an unwinding (Signal STOP) is looking for; it is 0 when nothing unwinds or when
 *      the unwinding is meant for the caller of the run.
 */
import { JqLimitError } from '../errors/jq-limit-error.ts';
import type { Host } from '../host.ts';
import type { Limits } from '../limits.ts';
import type { Json } from '../value/json.ts';

export type Emit = (output: Json) => unknown;

/** The label of the whole run, which `halt` unwinds to; real labels are positive. */
export const WHOLE_RUN = -1;

export class Run {
  readonly limits: Required<Limits>;
  readonly host: Host;
  /** Where outputs go. */
  readonly emit: Emit;
  target = 0;
  /** Nesting of calls at this moment. */
  depth = 0;
  /** Whether arithmetic made a NaN or an infinity, which outputs must not contain. */
  hasNonFinite = false;
  private steps: number;
  private bytes: number;
  private outputs: number;
  private labels = 0;

  constructor(limits: Required<Limits>, host: Host, emit: Emit) {
    this.limits = limits;
    this.host = host;
    this.emit = emit;
    this.steps = limits.steps;
    this.bytes = limits.bytes;
    this.outputs = limits.outputs;
  }

  /** Pays for one unit of work. */
  step(): void {
    if (--this.steps < 0) throw new JqLimitError('steps', this.limits.steps);
  }

  /** Pays for reading or comparing so many bytes. */
  read(bytes: number): void {
    this.steps -= 1 + (bytes >> 4);
    if (this.steps < 0) throw new JqLimitError('steps', this.limits.steps);
  }

  /** Pays for so many units of work. */
  spend(steps: number): void {
    this.steps -= steps;
    // Written so that a NaN counts as too much.
    if (!(this.steps >= 0)) throw new JqLimitError('steps', this.limits.steps);
  }

  /** Pays for memory. */
  allocate(bytes: number): void {
    this.bytes -= bytes;
    if (!(this.bytes >= 0)) throw new JqLimitError('bytes', this.limits.bytes);
  }

  /** Pays for copying or building a container of so many members: the time and the memory. */
  container(members: number): void {
    this.steps -= 1 + (members >> 3);
    if (this.steps < 0) throw new JqLimitError('steps', this.limits.steps);
    this.allocate(32 + 16 * members);
  }

  /** Pays for a text of so many UTF-16 units. */
  text(units: number): void {
    this.read(units);
    this.allocate(24 + 2 * units);
  }

  output(): void {
    if (--this.outputs < 0) throw new JqLimitError('outputs', this.limits.outputs);
  }

  /** Refuses a nesting beyond the limit; for recursion over data, where the caller counts. */
  descend(depth: number): void {
    if (depth > this.limits.depth) throw new JqLimitError('depth', this.limits.depth);
  }

  enter(): void {
    if (++this.depth > this.limits.depth) throw new JqLimitError('depth', this.limits.depth);
    this.step();
  }

  newLabel(): number {
    this.labels += 1;
    return this.labels;
  }

  /** Passes a number through, noting it when it is not finite. */
  number(value: number): number {
    if (value - value !== 0) this.hasNonFinite = true;
    return value;
  }
}
