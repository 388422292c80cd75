import { setTimeout as sleep } from 'node:timers/promises';
import type { EventKind, JsonObject, Phase, Recorded } from '@batonhq/core';
import type { Engine, ExecutionResult } from '@batonhq/engine';
import type { BackendLedger } from './backend-ledger.ts';

/** What executes definitions: the embedded engine, or anything else with the same promises. */
export type Backend = Pick<
  Engine,
  | 'define'
  | 'start'
  | 'branchOff'
  | 'signal'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'settle'
  | 'details'
  | 'result'
  | 'events'
  | 'close'
>;

/** How much happens in the laws about dying again and again. */
export interface Storm {
  readonly executions: number;
  readonly kills: number;
}

/** What the laws of the suite are given. */
export interface BackendTrial {
  readonly storm: Storm;
  readonly backend: Backend;
  readonly ledger: BackendLedger;
  /** Ends whoever performs steps with `kill -9` and starts another; fulfils when commands are welcome again. */
  killWorker(): Promise<void>;
  /** The same for the server that the workers serve. */
  killServer(): Promise<void>;
  /** The same for the database. */
  killStore(): Promise<void>;
}

/** Something every backend must do; throws when it does not. */
export type BackendLaw = (trial: BackendTrial) => Promise<void>;

/** Laws by what they say. */
export type BackendLaws = Readonly<Record<string, BackendLaw>>;

/** Milliseconds until something that should happen counts as missing. */
const patience = 60_000;

/** Starts a definition whose tasks know where the ledger is. */
export function startWith(
  { backend, ledger }: BackendTrial,
  definition: JsonObject,
  input: JsonObject = {},
): Promise<string> {
  return backend.start({ definition, input: { ...input, ledger: ledger.address } });
}

/** Starts a definition and waits for its end. */
export async function execute(
  trial: BackendTrial,
  definition: JsonObject,
  input?: JsonObject,
): Promise<ExecutionResult> {
  return resultOf(trial, await startWith(trial, definition, input));
}

/** The end of an execution, or a failure after a while. */
export function resultOf({ backend }: BackendTrial, id: string): Promise<ExecutionResult> {
  return backend.result(id, AbortSignal.timeout(patience));
}

/** Fulfils when the condition holds; waits `times` as long as usual before it counts as missing. */
export async function until(holds: () => boolean | Promise<boolean>, times = 1): Promise<void> {
  const deadline = performance.now() + patience * times;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new NeverHappenedError(holds.toString());
    await sleep(10);
  }
}

/** Fulfils when an execution is in this phase. */
export function untilPhase({ backend }: BackendTrial, id: string, phase: Phase): Promise<void> {
  return until(async () => (await backend.details(id)).view.phase === phase);
}

/** Fulfils when an execution waits for something of this kind. */
export function untilWaitingFor({ backend }: BackendTrial, id: string, kind: string): Promise<void> {
  return until(async () => (await backend.details(id)).waitingFor.some((waiting) => waiting.kind === kind));
}

/** All events of an execution that has ended. */
export async function eventsOf({ backend }: BackendTrial, id: string): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const recorded of backend.events(id, { signal: AbortSignal.timeout(patience) })) events.push(recorded);
  return events;
}

/** How many events of a kind an ended execution has. */
export async function countOf(trial: BackendTrial, id: string, kind: EventKind): Promise<number> {
  return (await eventsOf(trial, id)).filter(({ event }) => event.kind === kind).length;
}

/** What a law waited for did not happen. */
export class NeverHappenedError extends Error {
  override readonly name = 'NeverHappenedError';

  constructor(what: string) {
    super(`waited in vain for: ${what}`);
  }
}
