import { JqError } from './errors/jq-error.ts';
import { JqLimitError } from './errors/jq-limit-error.ts';
import type { Host } from './host.ts';
import type { Limits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Linked } from './compile/context.ts';
import { link } from './compile/context.ts';
import { LruCache } from './lru-cache.ts';
import { Frame, GO, STOP, Unwind } from './machine/machine.ts';
import { Run } from './machine/run.ts';
import { withoutNonFinite } from './value/finite.ts';
import type { Json } from './value/json.ts';
import { member } from './value/json.ts';

/** Values for the variables that were declared when compiling; one that is missing is null. */
export type Variables = Readonly<Record<string, Json>>;

/** Returned by the callback of {@link Program.run} to end the run: what follows is then not computed. */
export const STOP_RUN: unique symbol = Symbol('stop');

/** A compiled program. It has no state: runs do not influence each other. */
export interface Program {
  /**
   * Runs the program, calling back with each output as it is made.
   *
   * @param input - what `.` is
   * @param variables - values of the declared variables
   * @param emit - called once for each output; returning {@link STOP_RUN} ends the run, anything else is ignored
   * @throws {@link JqError} when the program fails or reaches a limit; outputs before that were emitted
   *
   * @example
   * ```ts
   * import { compile, STOP_RUN } from '@batonhq/jq';
   *
   * compile('range(infinite)').run(null, {}, (value) => {
   *   console.log(value); // 0, 1, 2
   *   return value === 2 ? STOP_RUN : undefined;
   * });
   * ```
   */
  run(input: Json, variables: Variables, emit: (output: Json) => unknown): void;

  /**
   * All outputs, in an array.
   *
   * @example
   * ```ts
   * import { compile } from '@batonhq/jq';
   *
   * compile('.[] | select(. > $least)', { variables: ['least'] }).all([1, 2, 3], { least: 1 }); // [2, 3]
   * ```
   */
  all(input: Json, variables?: Variables): Json[];

  /**
   * The first output, or undefined when there is none; what follows the first output is not computed.
   *
   * @example
   * ```ts
   * import { compile } from '@batonhq/jq';
   *
   * compile('.user.name').first({ user: { name: 'Ada' } }); // 'Ada'
   * ```
   */
  first(input: Json, variables?: Variables): Json | undefined;

  /**
   * The same program with another {@link Host}, without compiling it again.
   *
   * @example
   * ```ts
   * import { compile } from '@batonhq/jq';
   *
   * compile('now | todate').with({ now: 0 }).first(null); // '1970-01-01T00:00:00Z'
   * ```
   */
  with(host: Host): Program;
}

/** How to compile and run a program. */
export interface CompileOptions {
  /** Names of the variables that the program may use beside its own, without `$`. Default: none. */
  readonly variables?: readonly string[];
  /** What a run may use up. Default: {@link DEFAULT_LIMITS}. */
  readonly limits?: Limits;
  /** What the program may learn from outside. Default: nothing. */
  readonly host?: Host;
}

/** How many programs are kept, the least recently used dropped first. */
const CACHE_PROGRAMS = 1000;
/** How much source text is kept with them, in characters. */
const CACHE_CHARACTERS = 2_000_000;

const cache = new LruCache<Linked>({ entries: CACHE_PROGRAMS, weight: CACHE_CHARACTERS });

/**
 * Compiles a program of the jq language, version 1.8. Compiling the same text again costs a look-up.
 *
 * @param source - the program
 * @param options - variables, limits and host
 * @returns the program, to be run any number of times
 * @throws {@link JqSyntaxError} when the text is not a program, or uses a name that is not defined
 *
 * @example
 * ```ts
 * import { compile } from '@batonhq/jq';
 *
 * const program = compile('.items | map(select(.price > $limit)) | length', { variables: ['limit'] });
 * program.first({ items: [{ price: 1 }, { price: 9 }] }, { limit: 5 }); // 1
 * ```
 */
export function compile(source: string, options: CompileOptions = {}): Program {
  const names = (options.variables ?? []).map((name) => name.replace(/^\$/, ''));
  const key = `${names.join(',')}|${source}`;
  const linked = cache.get(key) ?? cache.set(key, compileSource(source, names), key.length);
  return new LinkedProgram(linked, { ...DEFAULT_LIMITS, ...options.limits }, options.host ?? {});
}

const compileSource = (source: string, names: readonly string[]): Linked =>
  link(source, names, (value, _path, { run }) => {
    run.output();
    if (run.emit(run.hasNonFinite ? withoutNonFinite(value, run) : value) !== STOP_RUN) return GO;
    run.target = 0;
    return STOP;
  });

class LinkedProgram implements Program {
  private readonly linked: Linked;
  private readonly limits: Required<Limits>;
  private readonly host: Host;

  constructor(linked: Linked, limits: Required<Limits>, host: Host) {
    this.linked = linked;
    this.limits = limits;
    this.host = host;
  }

  run(input: Json, variables: Variables, emit: (output: Json) => unknown): void {
    const { unit, slots, exec } = this.linked;
    const run = new Run(this.limits, this.host, emit);
    const frame = new Frame(run, unit, null);
    for (const [name, slot] of slots) frame.values[slot] = member(variables, name);
    try {
      exec(input, null, frame);
    } catch (error) {
      throwClearly(error, run, this.limits);
    }
  }

  all(input: Json, variables: Variables = {}): Json[] {
    const outputs: Json[] = [];
    this.run(input, variables, (output) => outputs.push(output));
    return outputs;
  }

  first(input: Json, variables: Variables = {}): Json | undefined {
    let first: Json | undefined;
    this.run(input, variables, (output) => {
      first = output;
      return STOP_RUN;
    });
    return first;
  }

  with(host: Host): Program {
    return new LinkedProgram(this.linked, this.limits, host);
  }
}

/**
 * Lets pass what the program or the caller threw. The limits are set so that the host's own suffice; where a caller
 * raised them, or had used up most of the stack already, the host's turn into ours.
 */
function throwClearly(error: unknown, run: Run, limits: Required<Limits>): void {
  if (error instanceof Unwind) return;
  if (run.hasNonFinite && error instanceof JqError && typeof error.value !== 'string') {
    throw new JqError(withoutNonFinite(error.value, run), error);
  }
  if (!(error instanceof RangeError)) throw error;
  if (/call stack/i.test(error.message)) throw new JqLimitError('depth', limits.depth);
  if (/invalid (string|array) length/i.test(error.message)) throw new JqLimitError('bytes', limits.bytes);
  throw error;
}
