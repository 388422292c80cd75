/**
 * A real jq (the C program, compiled to WebAssembly by `jq-web`) to compare with. One call costs milliseconds, most of
 * them for jq's own start, so many programs are evaluated in one call.
 */
import { createRequire } from 'node:module';
import type { Json } from '../src/index.ts';

/** One evaluation: a program and its input. */
export interface Case {
  readonly program: string;
  readonly input: Json;
}

/** What came out: outputs in order, and the error that ended them, if one did. */
export interface Outcome {
  readonly outputs: readonly Json[];
  readonly error: Json | undefined;
  /** The program did not compile, or the oracle failed as a whole. */
  readonly refused: string | null;
}

interface JqWeb {
  raw(input: string, filter: string, flags?: readonly string[]): string;
}

const require = createRequire(import.meta.url);

function isJqWeb(value: unknown): value is JqWeb {
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'function';
}

async function instantiate(): Promise<JqWeb> {
  // Our language knows no other zone; the oracle takes that of the process.
  process.env['TZ'] = 'UTC';
  const path = require.resolve('jq-web');
  // An aborted instance stays broken; a fresh one needs the module evaluated again.
  delete require.cache[path];
  const instance: unknown = await require(path);
  if (!isJqWeb(instance)) throw new TypeError('jq-web has another interface than expected');
  return instance;
}

/**
 * The oracle is jq 1.7; what 1.8 added or changed is defined for it in its own language, so that generated programs can
 * use it. What these definitions do was compared by hand with jq 1.8.
 */
const CHANGED_IN_1_8 = `
def last(f): reduce f as $x ([]; [$x]) | .[];
def skip($n; f): foreach f as $x ($n; . - 1; if . < 0 then $x else empty end);
def add(f): reduce f as $x (null; . + $x);
def ltrim: if type == "string" then sub("^\\\\s+"; "") else error("trim input must be a string") end;
def rtrim: if type == "string" then sub("\\\\s+\\\\z"; "") else error("trim input must be a string") end;
def trim: ltrim | rtrim;
def toarray: if type == "array" then . else [.] end;
def toboolean: if . == "true" then true elif . == "false" then false elif type == "boolean" then . else error("no boolean") end;
def ltrimstr($x): if startswith($x) then .[$x | length:] else . end;
def rtrimstr($x): if endswith($x) then .[:length - ($x | length)] else . end;
def trimstr($x): ltrimstr($x) | rtrimstr($x);
`;

export class Oracle {
  private instance: JqWeb | null = null;

  /** Evaluates many cases, in few calls. */
  async evaluate(cases: readonly Case[], batch = 60): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let start = 0; start < cases.length; start += batch) {
      outcomes.push(...(await this.evaluateTogether(cases.slice(start, start + batch))));
    }
    return outcomes;
  }

  /** If something breaks the batch, its halves are tried, down to the one that broke it. */
  private async evaluateTogether(cases: readonly Case[]): Promise<Outcome[]> {
    const program = cases
      .map((_, index) => `(.[${index}] | [try (${wrapped(cases[index])} | {o: .}) catch {e: .}])`)
      .join(',\n');
    try {
      const text = await this.call(
        `${CHANGED_IN_1_8}[${program}]`,
        cases.map(({ input }) => input),
      );
      return outcomesFrom(text, cases.length);
    } catch (error) {
      this.instance = null;
      const half = cases.length >> 1;
      if (half === 0) return [{ outputs: [], error: undefined, refused: String(error).slice(0, 300) }];
      return [
        ...(await this.evaluateTogether(cases.slice(0, half))),
        ...(await this.evaluateTogether(cases.slice(half))),
      ];
    }
  }

  private async call(program: string, input: Json): Promise<string> {
    this.instance ??= await instantiate();
    return this.instance.raw(JSON.stringify(input), program, ['-c']);
  }
}

const wrapped = (item: Case | undefined): string => `(${item?.program ?? 'empty'}\n)`;

function outcomesFrom(text: string, count: number): Outcome[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed) || parsed.length !== count) throw new TypeError('the oracle answered something else');
  return parsed.map((entries: Record<string, Json>[]) => ({
    outputs: entries.flatMap((entry) => ('o' in entry ? [entry['o'] ?? null] : [])),
    error: entries.find((entry) => 'e' in entry)?.['e'],
    refused: null,
  }));
}
