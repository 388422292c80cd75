import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a strand stands: the function itself, a branch of a group, or (nothing can be asked there) code of a step. */
export interface StrandPlace {
  readonly kind: 'function' | 'branch' | 'step';
  /** What the names of its operations begin with. */
  readonly path: string;
  readonly parent?: Strand;
}

/**
 * One line of a durable function: the function itself, or a branch of `all` or `race`.
 *
 * Operations are named within their strand, so that the names do not depend on which of two branches is faster.
 */
export class Strand {
  /** What it belongs to: the same for all strands of one invocation. */
  readonly owner: object;
  readonly kind: StrandPlace['kind'];
  /** Operations, and groups of branches, that it waits for. */
  waitingFor = 0;
  /** Its code has come to its end. */
  isEnded = false;
  readonly #path: string;
  readonly #parent: Strand | undefined;
  readonly #occurrences = new Map<string, number>();
  #isAbandoned = false;

  constructor(owner: object, { kind, path, parent }: StrandPlace) {
    this.owner = owner;
    this.kind = kind;
    this.#path = path;
    this.#parent = parent;
  }

  /** The name made unique by its path and its occurrence. */
  nameOf(name: string): string {
    const escaped = /[~/|]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('|', '~2') : name;
    const occurrence = this.#occurrences.get(escaped) ?? 0;
    this.#occurrences.set(escaped, occurrence + 1);
    return `${this.#path}${escaped}#${occurrence}`;
  }

  /** True when a group around it has ended without it: nothing it asks for is answered any more. */
  get isAbandoned(): boolean {
    return this.#isAbandoned || (this.#parent?.isAbandoned ?? false);
  }

  abandon(): void {
    this.#isAbandoned = true;
  }
}

/**
 * The strand that code runs in. Branches are plain functions that use the context around them, so who asks for an
 * operation can only be known from where the code was called: the one place where we accept an ambient value.
 */
export const currentStrand = new AsyncLocalStorage<Strand>();
