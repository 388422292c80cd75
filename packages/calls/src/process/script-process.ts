/**
 * The process in which one script is evaluated: started with nothing but this file and the WebAssembly engine readable,
 * without environment, without the right to start anything. It reads an order from standard input and writes a result to
 * standard output.
 *
 * Invariants: the script gets texts and two functions that take texts, never an object of this process; memory, stack,
 * time and output are bounded here, and once more by whoever started this process.
 */
import { getQuickJS, shouldInterruptAfterDeadline, type QuickJSContext, type QuickJSRuntime } from 'quickjs-emscripten';
import type { ProcessResult } from './process-result.ts';
import type { ScriptOrder, ScriptReport } from './script-order.ts';

/** Sets up what scripts expect, out of the two functions, and takes those away. */
const prelude = `(() => {
  const { order, write, exit } = globalThis.__baton;
  delete globalThis.__baton;
  const { argv, env, stdin } = JSON.parse(order);
  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return value.stack ? value.name + ': ' + value.message + '\\n' + value.stack : String(value);
    if (typeof value !== 'object' || value === null) return String(value);
    try { return JSON.stringify(value); } catch { return String(value); }
  };
  const line = (to) => (...values) => write(to, values.map(shown).join(' ') + '\\n');
  const stream = (to) => Object.freeze({ write: (text) => { write(to, String(text)); return true; } });
  const out = line(1), err = line(2);
  globalThis.console = Object.freeze({ log: out, info: out, debug: out, warn: err, error: err });
  globalThis.process = Object.freeze({
    argv, env, exit,
    stdin: Object.freeze({ fd: 0, read: () => stdin, toString: () => stdin }),
    stdout: stream(1), stderr: stream(2),
  });
})()`;

/** What a script may import: the one way to read standard input that every script for Node knows. There are no files. */
const fileSystem = `
  export function readFileSync(file) {
    if (file === 0 || file === '/dev/stdin') return process.stdin.read();
    throw new Error('a script has no files: only standard input can be read, as file 0');
  }
  export default { readFileSync };
`;

function moduleNamed(name: string): string | { error: Error } {
  if (name === 'node:fs' || name === 'fs') return fileSystem;
  return {
    error: new ReferenceError(`a script has no module "${name}": only readFileSync of node:fs, for standard input`),
  };
}

/** Thrown through the script when it asks to end; the engine itself makes it uncatchable. */
interface Ending {
  code: number | null;
  isFlooded: boolean;
}

class Script {
  readonly #order: ScriptOrder;
  readonly #texts = { 1: '', 2: '' };
  readonly #ending: Ending = { code: null, isFlooded: false };

  constructor(order: ScriptOrder) {
    this.#order = order;
  }

  async evaluate(): Promise<ScriptReport> {
    const engine = await getQuickJS();
    const runtime = engine.newRuntime();
    const deadline = Date.now() + this.#order.limits.time;
    const isLate = shouldInterruptAfterDeadline(deadline);
    runtime.setMemoryLimit(this.#order.limits.memory);
    runtime.setMaxStackSize(256 * 1024);
    runtime.setInterruptHandler((asking) => this.#ending.code !== null || (isLate(asking) ?? false));
    runtime.setModuleLoader(moduleNamed);
    const context = runtime.newContext();
    this.#provide(context);
    const problem = this.#run(context, runtime);
    const { code, isFlooded } = this.#ending;
    if (isFlooded) return { broke: 'output' };
    if (problem !== null && Date.now() >= deadline) return { broke: 'time' };
    if (code !== null) return this.#result(code);
    if (problem === null) return this.#result(0);
    this.#texts[2] += `${problem}\n`;
    return this.#result(1);
  }

  #result(code: number): ProcessResult {
    return { code, stdout: this.#texts[1], stderr: this.#texts[2] };
  }

  /** The only way from the script to here: texts that are appended, and a number. */
  #provide(context: QuickJSContext): void {
    const { argv, env, stdin } = this.#order;
    const write = context.newFunction('write', (to, text) => {
      this.#append(context.getNumber(to) === 2 ? 2 : 1, context.getString(text));
    });
    const exit = context.newFunction('exit', (code) => {
      const given = context.getNumber(code);
      this.#ending.code ??= Number.isInteger(given) ? given & 255 : 0;
    });
    const order = context.newString(JSON.stringify({ argv, env, stdin }));
    const baton = context.newObject();
    for (const [name, value] of Object.entries({ write, exit, order })) {
      context.setProp(baton, name, value);
      value.dispose();
    }
    context.setProp(context.global, '__baton', baton);
    baton.dispose();
    context.unwrapResult(context.evalCode(prelude, 'prelude.js')).dispose();
  }

  #append(to: 1 | 2, text: string): void {
    this.#texts[to] += text;
    if (Buffer.byteLength(this.#texts[1]) + Buffer.byteLength(this.#texts[2]) <= this.#order.limits.output) return;
    this.#ending.isFlooded = true;
    this.#ending.code = 1;
    this.#texts[1] = '';
    this.#texts[2] = '';
  }

  /** What went wrong, or null. The script is a module: it may use `await` at its top. */
  #run(context: QuickJSContext, runtime: QuickJSRuntime): string | null {
    const evaluated = context.evalCode(this.#order.code, 'script.js', { type: 'module' });
    if (evaluated.error) return describe(context, evaluated.error);
    while (runtime.hasPendingJob()) {
      const done = runtime.executePendingJobs(1_000);
      if (done.error) return describe(context, done.error);
    }
    const state = context.getPromiseState(evaluated.value);
    if (state.type === 'rejected') return describe(context, state.error);
    return state.type === 'pending' ? 'the script waits for something that never comes' : null;
  }
}

/** Lines of a stack that are shown: an endless recursion has thousands. */
const shownFrames = 10;

function describe(context: QuickJSContext, error: Parameters<QuickJSContext['dump']>[0]): string {
  const dumped: unknown = context.dump(error);
  if (dumped === '' || dumped === null) return 'it threw nothing that can be shown: it may be out of memory';
  if (typeof dumped !== 'object' || !('message' in dumped)) return JSON.stringify(dumped) ?? 'undefined';
  const name = 'name' in dumped ? String(dumped.name) : 'Error';
  const stack = 'stack' in dumped ? String(dumped.stack).trimEnd().split('\n').slice(0, shownFrames).join('\n') : '';
  return `${name}: ${String(dumped.message)}${stack && `\n${stack}`}`;
}

const order: ScriptOrder = JSON.parse((await process.stdin.setEncoding('utf8').toArray()).join(''));
process.stdout.write(JSON.stringify(await new Script(order).evaluate()), () => process.exit(0));
