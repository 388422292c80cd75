import { fork, type ChildProcess } from 'node:child_process';
import { extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fault, FaultError, type Json } from '@batonhq/core';
import { faultOfError } from './fault-of-error.ts';
import type { IsolatedCall } from './function-performer.ts';
import type { ToEngine, ToFunction } from './process-messages.ts';
import type { StepScope } from './context.ts';

const program = fileURLToPath(new URL(`./function-process${extname(import.meta.url)}`, import.meta.url));

/** Megabytes of memory for the objects of one isolated function. */
const memory = 512;

/**
 * Functions in processes of their own. What such a function does to its process (looping, exhausting memory, exiting)
 * ends that process and fails the step; the engine goes on.
 */
export class FunctionProcesses {
  readonly #children = new Set<ChildProcess>();

  /** Calls an exported function; fulfils with what it returned, or rejects with why it did not. */
  invoke(module: { readonly file: string; readonly name: string }, call: IsolatedCall): Promise<unknown> {
    const child = fork(program, {
      execArgv: [`--max-old-space-size=${memory}`],
      env: withoutSecrets(process.env),
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    call.invocation.onClose = () => child.kill('SIGKILL');
    const conversation = new Conversation(child, call);
    return conversation.begin({ module: moduleUrl(module.file), name: module.name });
  }

  /** Ends all of them. */
  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

/** What is said between an invocation and the process of its function. */
class Conversation {
  readonly #child: ChildProcess;
  readonly #call: IsolatedCall;
  readonly #performing = new Map<number, Performing>();
  readonly #returned = Promise.withResolvers<Json>();

  constructor(child: ChildProcess, call: IsolatedCall) {
    this.#child = child;
    this.#call = call;
  }

  begin({ module, name }: { readonly module: string; readonly name: string }): Promise<Json> {
    const { facts, input, invocation } = this.#call;
    this.#child.on('message', (message: ToEngine) => this.#hear(message));
    this.#child.once('error', (error) => this.#returned.reject(error));
    this.#child.once('exit', (code, signal) => this.#end(signal ?? `code ${code}`));
    this.#tell({
      kind: 'invoke',
      module,
      name,
      facts,
      input,
      now: invocation.now(),
      isReplaying: invocation.isReplaying(),
    });
    return this.#returned.promise;
  }

  #hear(message: ToEngine): void {
    const { invocation } = this.#call;
    switch (message.kind) {
      case 'ask':
        return this.#ask(message);
      case 'performed':
        return this.#performed(message);
      case 'stands':
        return invocation.standsStill(message.still);
      case 'log':
        return invocation.log(message.message, message.data);
      case 'returned':
        return settle(this.#returned, message.result);
    }
  }

  #ask({ ask, name, operation, hasBody, cost }: ToEngine & { readonly kind: 'ask' }): void {
    const body = hasBody ? { body: (scope: StepScope) => this.#perform(ask, scope) } : {};
    this.#call.invocation.ask({ name, operation, ...body, ...(cost !== undefined && { cost }) }).then(
      (output) => this.#answer(ask, { output }),
      (error: unknown) => this.#answer(ask, { fault: faultOfError(error) }),
    );
  }

  #perform(ask: number, scope: StepScope): Promise<Json> {
    const performing = Promise.withResolvers<Json>();
    const { idempotencyKey, limit } = scope;
    this.#performing.set(ask, { ...performing, scope });
    this.#tell({ kind: 'perform', ask, idempotencyKey, limit });
    return performing.promise.finally(() => this.#performing.delete(ask));
  }

  #performed({ ask, result, spent, answered }: ToEngine & { readonly kind: 'performed' }): void {
    const performing = this.#performing.get(ask);
    if (spent !== undefined) performing?.scope.spent(spent);
    if (answered !== undefined) performing?.scope.answered(answered);
    settle(performing, result);
  }

  #answer(ask: number, result: (ToFunction & { readonly kind: 'answer' })['result']): void {
    const { invocation } = this.#call;
    this.#tell({ kind: 'answer', ask, result, now: invocation.now(), isReplaying: invocation.isReplaying() });
  }

  #tell(message: ToFunction): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #end(how: string): void {
    const error = new FaultError(fault('runtime', `the process of the function ended: ${how}`));
    this.#returned.reject(error);
    for (const performing of this.#performing.values()) performing.reject(error);
  }
}

/** Code of a step that the process was told to run. */
interface Performing extends PromiseWithResolvers<Json> {
  readonly scope: StepScope;
}

function settle(
  waiting: PromiseWithResolvers<Json> | undefined,
  result: (ToEngine & { readonly kind: 'returned' })['result'],
): void {
  if ('output' in result) waiting?.resolve(result.output);
  else waiting?.reject(new FaultError(result.fault));
}

function moduleUrl(file: string): string {
  return /^[a-z]+:\/\//.test(file) ? file : pathToFileURL(resolve(file)).href;
}

/** Secrets are for requests of definitions; code gets what it needs by its own ways. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('BATON_SECRET_')));
}
