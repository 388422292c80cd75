import type {
  ExecutionState,
  GateName,
  GatedCall,
  JsonObject,
  Outcome,
  Recorded,
  StepId,
  StreamJournal,
  Trigger,
  WaitingFor,
} from '@batonhq/core';
import type { Clock } from '../time/clock.ts';

/** A gate that is decided beside the execution, in a stream of its tenant. */
export type OuterGate = Exclude<GateName, 'approval'>;

/** A step stands before a gate. */
export interface GateRequest {
  readonly execution: string;
  readonly tenant: string;
  readonly user: string;
  readonly step: StepId;
  readonly attempt: number;
  readonly call: GatedCall['call'];
  /** What {@link Gatekeeper.wish} said when the step came here. */
  readonly asks: JsonObject;
}

/** Where a gatekeeper says what it decided. */
export interface GateDoor {
  /** Nobody wants the answer any more: the call was abandoned. */
  readonly isOver: boolean;
  /**
   * Lets the step through (`completed`, with what it is given), lets it fail, or puts it aside. At once or much later; the
   * first answer counts.
   */
  answer(outcome: Outcome): void;
}

/** A step before such a gate, as people see it. */
export type WaitingAtGate = WaitingFor & { readonly kind: 'gate' };

/** What gatekeepers need of the engine around them. */
export interface GateHost {
  readonly journal: Pick<StreamJournal, 'streams'>;
  readonly clock: Clock;
  now(): number;
  /** Brings a trigger to an execution; fulfils with its state when everything decided before is durable. */
  deliver(execution: string, trigger: (state: ExecutionState | null) => Trigger): Promise<ExecutionState>;
  /** How an execution stands by what is durable of it; null when there is none. */
  stateOf(execution: string): Promise<ExecutionState | null>;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  warn(error: unknown, execution: string): void;
}

/**
 * Decides who passes a gate.
 *
 * After a crash every step that stands before the gate is asked again, under the same step and attempt; so asking twice
 * is asking once.
 */
export interface Gatekeeper {
  readonly gate: OuterGate;
  /**
   * What a call has to ask here; null when it need not. Looked at for every call, while its execution is decided on: it
   * changes nothing, waits for nothing, and costs a look into a map where nothing is configured.
   */
  wish(call: GatedCall): JsonObject | null;
  /** A step stands before the gate; that is durable. */
  ask(request: GateRequest, door: GateDoor): void;
  /** Events became durable. Comes for every commit: returns at once when nothing is kept for the execution. */
  recorded(state: ExecutionState, events: readonly Recorded[]): void;
  /** Reads what a process before left. Comes before anything is asked. */
  open?(): Promise<void>;
  /** Makes up for what a crash left undone between the streams, once the executions are recovered. */
  reconcile?(): Promise<void>;
  /** Adds `detail`, one line about what a step waits for here, and `until`, where that is known. */
  explain?(entry: WaitingAtGate, of: { readonly execution: string; readonly tenant: string }): Promise<WaitingFor>;
}

/** What a gate gives to whoever it lets through. */
export function passed(pass: JsonObject): Outcome {
  return { kind: 'completed', output: pass };
}
