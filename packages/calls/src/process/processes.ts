import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, FaultError, type Json, type JsonObject } from '@batonhq/core';
import { UnavailableCallError, type OutsideCall } from '@batonhq/engine';
import { objectArgument, textArgument } from '../arguments.ts';
import { loadResource } from '../resource/load-resource.ts';
import { lesserUser } from './lesser-user.ts';
import type { ProcessOptions } from './process-options.ts';
import { outputOfProcess, type ProcessResult } from './process-result.ts';
import { runSandboxed } from './run-sandboxed.ts';
import { defaultScriptLimits } from './script-order.ts';
import { spawnLimited } from './spawn-limited.ts';

const usualTime = 60_000;
const usualOutput = 1024 * 1024;

/** What runs a program that is not sandboxed. */
interface Interpreter {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** Performs `run: script`, `run: shell` and `run: container`. */
export class Processes {
  readonly #options: ProcessOptions;
  readonly #files: readonly string[];
  readonly #closing = new AbortController();

  constructor(options: ProcessOptions, files: readonly string[]) {
    this.#options = options;
    this.#files = files;
  }

  /** Ends the processes that nobody waits for. */
  close(): void {
    this.#closing.abort();
  }

  async script(call: OutsideCall): Promise<Json> {
    const { arguments: given } = call;
    const language = textArgument(given, 'language').toLowerCase();
    if (language === 'js' || language === 'javascript') {
      const code = await this.#code(call);
      return this.#finish(call, async (signal) => this.#sandboxed(call, code, signal));
    }
    if (language !== 'python')
      throw new FaultError(fault('configuration', `scripts in ${language} are not supported; js and python are`));
    const { python } = this.#options;
    if (python === undefined)
      throw new UnavailableCallError('run: script in Python; name one with calls.processes.python or --allow-python');
    const code = await this.#code(call);
    return this.#finish(call, async (signal) => this.#free(call, { command: python, arguments: ['-c', code] }, signal));
  }

  async shell(call: OutsideCall): Promise<Json> {
    const { shell } = this.#options;
    if (shell === undefined)
      throw new UnavailableCallError('run: shell; name one with calls.processes.shell or --allow-shell');
    const interpreter = { command: shell, arguments: ['-c', textArgument(call.arguments, 'command'), shell] };
    return this.#finish(call, async (signal) => this.#free(call, interpreter, signal));
  }

  async container(): Promise<never> {
    const instead = 'use a script, a shell, or an MCP server';
    throw new FaultError(
      fault('configuration', `no engine for containers is configured, and Baton brings none: ${instead}`),
    );
  }

  /** Waits for a process, or lets it go: then the task's input is its output, and a failure is only logged. */
  async #finish(call: OutsideCall, run: (signal: AbortSignal) => Promise<ProcessResult>): Promise<Json> {
    const { effect, input, signal } = call;
    if (effect.kind !== 'process') throw new FaultError(fault('configuration', 'this is no process'));
    if (effect.await) return outputOfProcess(effect, await run(signal));
    run(this.#closing.signal).then(
      ({ code }) => call.log(`the ${effect.process} ended`, { code }),
      (error: unknown) => call.log(`the ${effect.process} failed`, { error: String(error) }),
    );
    return input;
  }

  async #code({ arguments: given, egress, credentials }: OutsideCall): Promise<string> {
    if (given['source'] === undefined) return textArgument(given, 'code');
    const loading = { egress, credentials: credentials.document, files: this.#files };
    return (await loadResource(textArgument(given, 'source'), loading)).bytes.toString('utf8');
  }

  async #sandboxed(call: OutsideCall, code: string, signal: AbortSignal): Promise<ProcessResult> {
    const { arguments: given } = call;
    const limits = { ...defaultScriptLimits, ...this.#options.script };
    const argv = ['baton', 'script.js', ...listOf(given)];
    return runSandboxed({ code, argv, env: environmentOf(given), stdin: stdinOf(given), limits }, signal);
  }

  /** In an empty folder of its own, with no environment but what the definition gives, as a user without rights. */
  async #free(call: OutsideCall, interpreter: Interpreter, signal: AbortSignal): Promise<ProcessResult> {
    const { arguments: given } = call;
    const { time = usualTime, output = usualOutput } = this.#options;
    const user = this.#options.user ?? lesserUser();
    const folder = mkdtempSync(join(tmpdir(), 'baton-run-'));
    if (user !== undefined && process.getuid?.() === 0) chownSync(folder, user.uid, user.gid);
    try {
      const path = process.env['PATH'] ?? '/usr/bin:/bin';
      return await spawnLimited(
        {
          command: interpreter.command,
          arguments: [...interpreter.arguments, ...listOf(given)],
          environment: { PATH: path, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', ...environmentOf(given) },
          folder,
          stdin: stdinOf(given),
          user,
        },
        { time, output, signal },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function listOf(given: JsonObject): readonly string[] {
  const { arguments: list = [] } = given;
  if (!Array.isArray(list)) throw new FaultError(fault('validation', 'the arguments of a process must be a list'));
  return list.map(textOf);
}

function environmentOf(given: JsonObject): Readonly<Record<string, string>> {
  const members = Object.entries(objectArgument(given, 'environment'));
  return Object.fromEntries(members.map(([name, value]) => [name, textOf(value)]));
}

function stdinOf({ stdin = null }: JsonObject): string {
  return stdin === null ? '' : textOf(stdin);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
