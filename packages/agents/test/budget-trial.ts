import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetReading, openSqliteJournal, type AccountView } from '@batonhq/engine';
import {
  bundleProcess,
  killedAt,
  pointsIn,
  recordedTo,
  startScriptedModel,
  type ChatRequest,
  type HostBundle,
  type KillPoint,
  type ScriptedReply,
} from '@batonhq/testing';
import { onTestFinished } from 'vitest';

/** Answers with tool calls before the last one. */
const turns = 4;

/** What the mission may spend: enough for it, and not for another call or two that are charged twice. */
const cap = 2_300;

const entry = new URL('./budget-process.ts', import.meta.url).pathname;
const longestOutput = 60;

/** Ends the process while its request is at the provider: as soon as that has it, or while it answers. */
export interface KillInFlight {
  readonly request: number;
  readonly when: 'asked' | 'answering';
}

/** What a provider charged, and what was written down of it. */
export interface Ledger {
  readonly charged: { readonly tokens: number; readonly requests: number };
  readonly tenant: AccountView | undefined;
  /** How the execution ended. */
  readonly result: { readonly phase: string };
  /** True when a process was killed. */
  readonly wasKilled: boolean;
}

/** A provider that charges for every request it got, whole, also where its answer broke off, and processes that ask it. */
class Trial {
  tokens = 0;
  requests = 0;
  child: ChildProcess | null = null;
  readonly #bundle: HostBundle;
  readonly #kill: KillInFlight | undefined;

  constructor(bundle: HostBundle, kill: KillInFlight | undefined) {
    this.#bundle = bundle;
    this.#kill = kill;
  }

  reply({ messages, tools }: ChatRequest, request: number): ScriptedReply {
    const turn = messages.filter(({ role }) => role === 'assistant').length;
    const input = Math.ceil(JSON.stringify([messages, tools]).length / 3);
    this.tokens += input + longestOutput;
    this.requests += 1;
    if (this.#kill?.request === request) {
      if (this.#kill.when === 'asked') this.child?.kill('SIGKILL');
      else setTimeout(() => this.child?.kill('SIGKILL'), 2);
    }
    const usage = { input, output: longestOutput };
    const dies = request === 1 ? { cutAfter: 2 } : {};
    if (turn === turns) return { text: 'All noted.', usage, ...dies };
    return { calls: [{ name: 'note', arguments: { note: String(turn) } }], usage, ...dies };
  }

  /** Lets a process work until it ends; fulfils with what it printed, empty when it was killed. */
  async work(args: readonly string[], under: readonly string[] = []): Promise<string> {
    const { file, environment } = this.#bundle;
    const [command = process.execPath, ...rest] = [...under, process.execPath, file, ...args];
    const env = { ...process.env, ...environment, NODE_OPTIONS: '' };
    const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let [printed, complaint] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    await new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode !== 0 && child.exitCode !== null && complaint !== '') throw new TypeError(complaint);
    return printed;
  }
}

/** The process under test, from the sources of now. */
export function bundled(): Promise<HostBundle> {
  return bundleProcess(entry);
}

/** Carries the mission out; its first process is killed, its second one finishes what is left. */
export async function missionKilled(bundle: HostBundle, kill: KillInFlight | KillPoint): Promise<Ledger> {
  const inFlight = 'request' in kill ? kill : undefined;
  return withTrial(new Trial(bundle, inFlight), async ({ trial, folder, args }) => {
    const first = await trial.work(args, 'call' in kill ? killedAt(kill) : []);
    const printed = first === '' ? await trial.work(args) : first;
    return {
      charged: { tokens: trial.tokens, requests: trial.requests },
      tenant: await tenantIn(folder),
      result: JSON.parse(printed),
      wasKilled: first === '',
    };
  });
}

/** Every write and sync of an undisturbed mission. */
export async function killPoints(bundle: HostBundle): Promise<readonly KillPoint[]> {
  return withTrial(new Trial(bundle, undefined), async ({ trial, folder, args }) => {
    const calls = join(folder, '..', 'calls');
    await trial.work(args, recordedTo(calls));
    return pointsIn(calls);
  });
}

interface Place {
  readonly trial: Trial;
  readonly folder: string;
  readonly args: readonly string[];
}

async function withTrial<T>(trial: Trial, use: (place: Place) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'baton-budget-'));
  const model = await startScriptedModel((request, number) => trial.reply(request, number));
  const end = async (): Promise<void> => {
    trial.child?.kill('SIGKILL');
    await model.close();
    rmSync(root, { recursive: true, force: true });
  };
  onTestFinished(end);
  const folder = join(root, 'data');
  try {
    return await use({ trial, folder, args: [folder, model.address, String(cap)] });
  } finally {
    await end();
  }
}

async function tenantIn(directory: string): Promise<AccountView | undefined> {
  const journal = openSqliteJournal({ directory, readOnly: true });
  try {
    const { accounts } = await budgetReading(journal.streams).list();
    return accounts.find(({ account }) => account === 'tenant');
  } finally {
    await journal.close();
  }
}

/** What is wrong with a ledger; nothing when the cap held and all that was charged was written down. */
export function problemsOf({ charged, tenant, result }: Ledger): readonly string[] {
  const { spent = {}, reserved = {} } = tenant ?? {};
  const written = (spent.tokens ?? 0) + (reserved.tokens ?? 0);
  return [
    ...(charged.tokens > cap ? [`${charged.tokens} tokens were charged, the cap is ${cap}`] : []),
    ...(charged.tokens > written ? [`${charged.tokens} tokens were charged, ${written} are written down`] : []),
    ...(charged.requests > (spent.calls ?? 0) ? [`${charged.requests} calls were made, ${spent.calls} are known`] : []),
    ...(reserved.tokens === undefined ? [] : [`${reserved.tokens} tokens stay reserved`]),
    ...(['completed', 'faulted'].includes(result.phase) ? [] : [`it is ${result.phase}`]),
  ];
}
