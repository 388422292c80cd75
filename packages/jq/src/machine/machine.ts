/**
 * What a compiled program is made of.
 *
 * A filter is compiled together with what happens to its outputs, so that running it allocates nothing: an Exec takes
 * an input and calls the next Exec once for each output, and answers with a Signal. Filters that always have exactly
 * one output are compiled to a Direct as well, an ordinary function from input to output, which is faster still.
 *
 * (M1) An Exec that gets a signal other than GO from the next one returns it at once: the run is unwinding.
 * (M2) Everything that must survive until the next Exec is called again (variables, inputs of enclosing filters) is in
 *      the slots of the frame. Each place in a program has slots of its own, and a function call has a frame of its
 *      own; hence nothing overwrites a slot while somebody still needs it.
 * (M3) TAIL says: a call in tail position was prepared in the frame's `pending`; whoever made the enclosing call
 *      performs it, so that tail recursion needs no stack. Only code that has nothing else to do returns it.
 * (M4) `path` is null when values are computed; when paths are traced it is where the value came from. The value must
 *      still be the one at that path whenever the path grows; Exec code that is not about paths just hands it on.
 */
import type { Json } from '../value/json.ts';
import type { Edit } from '../value/edit.ts';
import type { Run } from './run.ts';

export type Signal = 0 | 1 | 2;
export const GO = 0;
export const STOP = 1;
export const TAIL = 2;

export type Exec = (value: Json, path: Path | null, frame: Frame) => Signal;
export type Direct = (value: Json, frame: Frame) => Json;

/** A path as a chain from its last key to the root; `at` is the value found there. */
export interface Path {
  readonly parent: Path | null;
  readonly key: Json;
  readonly at: Json;
}

/** What the outputs of a filter go to, and whether a call at this place would be a tail call. */
export interface Next {
  readonly exec: Exec;
  readonly isTail: boolean;
}

/** A compiled filter, before it is linked with what follows. */
export interface Code {
  /** Present when there is exactly one output for each input. */
  readonly direct: Direct | null;
  readonly link: (next: Next) => Exec;
}

/** How many slots of each sort the frames of a function need; grows while its body is compiled. */
export class Unit {
  readonly parent: Unit | null;
  readonly level: number;
  private values = 0;
  private lists = 0;
  private paths = 0;
  private closures = 0;
  private edits = 0;
  private visitors = 0;

  constructor(parent: Unit | null) {
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
  }

  get counts(): { values: number; paths: number; closures: number } {
    return { values: this.values, paths: this.paths, closures: this.closures };
  }

  valueSlot(): number {
    return this.values++;
  }

  listSlot(): number {
    return this.lists++;
  }

  pathSlot(): number {
    return this.paths++;
  }

  closureSlot(): number {
    return this.closures++;
  }

  visitorSlot(): number {
    return this.visitors++;
  }

  editSlot(): number {
    return this.edits++;
  }
}

const unlinked: Exec = () => GO;

/** A function that is called at run time rather than inlined; its code is linked when it is first needed. */
export class Callable {
  readonly unit: Unit;
  exec: Exec = unlinked;

  constructor(unit: Unit) {
    this.unit = unit;
  }
}

/** A filter given as an argument: its code and the frame that its variables are in. */
export interface Closure {
  readonly callable: Callable;
  readonly frame: Frame;
}

const NO_VALUES: Json[] = [];
const NO_PATHS: (Path | null)[] = [];
const NO_CLOSURES: Closure[] = [];

/** A call that is ready to be performed. */
export interface PendingCall {
  readonly callable: Callable;
  readonly value: Json;
  readonly path: Path | null;
  readonly frame: Frame;
}

/** One activation of a function (or of the whole program). */
export class Frame {
  readonly run: Run;
  /** The frame of the function around this one in the source. */
  readonly link: Frame | null;
  readonly values: Json[];
  /** Outputs being collected; allocated by whoever collects. */
  readonly lists: Json[][] = [];
  /** What is done with each path being traced, by whoever traces. */
  readonly visitors: ((keys: readonly Json[]) => void)[] = [];
  /** Folds in progress that change their state in place. */
  readonly edits: Edit[] = [];
  readonly paths: (Path | null)[];
  readonly closures: Closure[];
  /** Where outputs of the function go, and the frame to go on in. */
  next: Exec = unlinked;
  caller: Frame = this;
  /** The call that the function left to its caller, see (M3). */
  pending: PendingCall | null = null;

  constructor(run: Run, unit: Unit, link: Frame | null) {
    const { values, paths, closures } = unit.counts;
    this.run = run;
    this.link = link;
    this.values = values === 0 ? NO_VALUES : new Array<Json>(values).fill(null);
    this.paths = paths === 0 ? NO_PATHS : new Array<Path | null>(paths).fill(null);
    this.closures = closures === 0 ? NO_CLOSURES : new Array<Closure>(closures);
  }

  value(slot: number): Json {
    return this.values[slot] ?? null;
  }

  path(slot: number): Path | null {
    return this.paths[slot] ?? null;
  }

  /** The frame so many functions further out in the source. */
  outward(hops: number): Frame {
    let frame: Frame = this;
    for (let left = hops; left > 0 && frame.link !== null; left -= 1) frame = frame.link;
    return frame;
  }
}

/** Thrown where a Signal cannot pass, out of a Direct; caught by the label that `run.target` names. */
export class Unwind extends Error {
  override readonly name = 'Unwind';
}

// One is enough, since it says nothing, and making an error is slow.
const UNWIND = new Unwind('unwinding to a label');

/** Runs code whose outputs have been dealt with; a signal to unwind goes on as an exception. */
export function settle(signal: Signal): void {
  if (signal !== GO) throw UNWIND;
}
