import type { Fault } from '../kernel/fault.ts';
import type { GateName } from '../gate/wish.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { Phase } from '../execution/state.ts';

/** Who holds a lock, since when. */
export interface LockHolder {
  readonly execution: string;
  readonly task: string;
  readonly since: number;
}

/** One line about what an open execution waits for. */
export type WaitingFor =
  | {
      readonly kind: 'step';
      readonly task: string;
      readonly what: string;
      readonly since: number;
      readonly attempt: number;
    }
  | { readonly kind: 'timer'; readonly task: string; readonly until: number }
  | {
      readonly kind: 'retry';
      readonly task: string;
      readonly until: number;
      readonly attempt: number;
      readonly fault: Fault;
    }
  | {
      readonly kind: 'event';
      readonly task: string;
      readonly types: readonly string[];
      readonly since: number;
      readonly until?: number;
    }
  | {
      readonly kind: 'lock';
      readonly task: string;
      readonly key: string;
      readonly since: number;
      /** Who holds it; only an engine, or whoever can read the locks, knows that. */
      readonly holder?: LockHolder;
      /** How many get it before this task does. */
      readonly ahead?: number;
    }
  /** People are asked whether the step may be done. */
  | {
      readonly kind: 'approval';
      readonly task: string;
      readonly step: string;
      readonly approval: string;
      readonly what: string;
      /** Whoever answers has one of these; empty: anybody may. */
      readonly roles: readonly string[];
      readonly quorum: number;
      /** Who has said yes. */
      readonly approvedBy: readonly string[];
      readonly reason: string;
      readonly since: number;
      /** When it counts as denied. */
      readonly until: number;
    }
  /** A task of a plan failed, and nobody has proposed another way yet. */
  | { readonly kind: 'revision'; readonly task: string; readonly since: number; readonly fault: Fault }
  /** The step stands before a gate of its tenant: a budget, a limit. */
  | {
      readonly kind: 'gate';
      readonly task: string;
      readonly step: string;
      readonly gate: Exclude<GateName, 'approval'>;
      readonly asks: JsonObject;
      readonly since: number;
      /** One line about it; only an engine, or whoever can read the tenant's streams, knows that. */
      readonly detail?: string;
      /** When it goes on, where that is known. */
      readonly until?: number;
    }
  | { readonly kind: 'child'; readonly task: string; readonly child: string; readonly since: number }
  | { readonly kind: 'settlement'; readonly task: string; readonly step: string; readonly reason: string }
  | { readonly kind: 'resume'; readonly reason: string }
  /** Decided work that the engine is about to do. */
  | { readonly kind: 'engine' };

/** The row of an execution in `executions`: a pure fold of its stream, written when it changes. */
export interface ExecutionView {
  readonly id: string;
  readonly definition: DefinitionReference;
  readonly tenant: string;
  readonly user: string;
  readonly priority: number;
  readonly idempotencyKey: string | null;
  readonly parent: string | null;
  readonly phase: Phase;
  /** `cancelling` or `compensating` while an execution is on its way to its end. */
  readonly substate: 'cancelling' | 'compensating' | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly output: Json;
  readonly fault: Fault | null;
}
