/** Starts the real command line, as a user would, with a data folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program behind `baton`. */
export const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly talk: string;
}

/** A command that may still be going on. */
export interface Started {
  readonly pid: number;
  /** Everything said so far, data and talk. */
  said(): string;
  /** Fulfils when what was said matches. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

/** A folder that is gone after the test. */
export interface Workplace extends Disposable {
  readonly folder: string;
  file(name: string, text: string): string;
  start(...line: readonly string[]): Started;
  run(...line: readonly string[]): Promise<Finished>;
}

/** An empty folder to type commands in. */
export function openWorkplace(environment: NodeJS.ProcessEnv = {}): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'baton-cli-'));
  const begun: Started[] = [];
  const start = (...line: readonly string[]): Started => {
    const started = startCommand(line, { folder, environment });
    begun.push(started);
    return started;
  };
  return {
    folder,
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    start,
    run: (...line) => start(...line).finished,
    [Symbol.dispose]() {
      for (const command of begun) command.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Where {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

function startCommand(line: readonly string[], { folder, environment }: Where): Started {
  const env = { ...process.env, NO_COLOR: '', FORCE_COLOR: '', LANG: 'C.UTF-8', LC_ALL: '', ...environment };
  const child = spawn(process.execPath, [main, ...line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, talk] = ['', ''];
  const watchers = new Set<() => void>();
  const heard = (): void => watchers.forEach((look) => look());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    talk += text;
    heard();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, out, talk });
      heard();
    });
  });
  return {
    pid: child.pid ?? 0,
    said: () => out + talk,
    until: (pattern) => waitFor({ said: () => out + talk, over: () => child.exitCode !== null, watchers }, pattern),
    kill: (signal) => void child.kill(signal),
    finished,
  };
}

interface Ears {
  readonly said: () => string;
  readonly over: () => boolean;
  readonly watchers: Set<() => void>;
}

function waitFor({ said, over, watchers }: Ears, pattern: RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = said().match(pattern);
      if (match === null && !over()) return;
      watchers.delete(look);
      if (match === null) reject(new RangeError(`${String(pattern)} was never said:\n${said()}`));
      else resolve(match);
    };
    watchers.add(look);
    look();
  });
}
