import type { GateName } from '../gate/wish.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Question } from '../event/question.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { ExecutionOrigin, Past } from '../event/event.ts';
import type { CloudEvent, Outcome } from '../step/effect.ts';
import type { Operation } from '../step/operation.ts';
import type { StepId, TaskKey, TimerId } from '../step/step.ts';
import type { Fault } from '../kernel/fault.ts';

/** What makes an execution move. `at` is the time it happened, in milliseconds since 1970; `decide` clamps it. */
export type Trigger = { readonly at: number } & (
  | {
      readonly kind: 'start';
      readonly id: string;
      readonly definition: DefinitionReference;
      readonly input: Json;
      readonly origin: ExecutionOrigin;
      /** To begin in the middle of what another execution did. */
      readonly past?: Past;
    }
  /** An attempt at a step came back. Anything but the open attempt is ignored: it was superseded. */
  | {
      readonly kind: 'outcome';
      readonly step: StepId;
      readonly attempt: number;
      readonly outcome: Outcome;
      /** It is the answer of this gate: `completed` lets the step through. */
      readonly gate?: Exclude<GateName, 'approval'>;
    }
  /** A person answers what was asked. */
  | ({ readonly kind: 'approval' } & Answer)
  /** A person changes what the call is given that people are asked about. */
  | ({ readonly kind: 'amend' } & Amendment)
  /** People are to be asked about the execution as a whole; asked already, it changes nothing, save that a revision takes the place of another. */
  | { readonly kind: 'ask'; readonly question: Question; readonly asks: JsonObject }
  /** Nobody knows another way than the one that failed: the plan fails with it. */
  | { readonly kind: 'give-up' }
  /** A process that had claimed steps died: every step it left open is repeated, probed or declared ambiguous. */
  | { readonly kind: 'recover' }
  | { readonly kind: 'timer'; readonly timer: TimerId }
  /**
   * A message to this execution, kept until something consumes it; or, with `published`, one to whoever listens since
   * before it was published at that time: it is passed over when nothing here does.
   */
  | { readonly kind: 'signal'; readonly event: CloudEvent; readonly published?: number }
  /** The kept events that a `listen` asked for, oldest first. */
  | { readonly kind: 'history'; readonly task: TaskKey; readonly events: readonly CloudEvent[] }
  | { readonly kind: 'pause'; readonly by?: string; readonly reason?: string }
  | { readonly kind: 'resume'; readonly by?: string }
  | { readonly kind: 'cancel'; readonly by?: string; readonly reason?: string }
  /** A durable function asks for an operation; with `isKnown` again, because it was invoked again. */
  | {
      readonly kind: 'operation';
      readonly task: TaskKey;
      readonly step: StepId;
      readonly operation: Operation;
      readonly isKnown?: true;
    }
  /** A durable function went another way than its recorded operations. */
  | { readonly kind: 'mismatch'; readonly task: TaskKey; readonly difference: string }
  | { readonly kind: 'settle'; readonly step: StepId; readonly by: string; readonly decision: Settlement }
  /** Go on: the last decision ran out of fuel. */
  | { readonly kind: 'continue' }
);

/** A person's yes or no to a step that waits for approval. */
export interface Answer {
  readonly approval: string;
  readonly decision: 'approve' | 'deny';
  readonly by: string;
  /** The roles of that person, now; `all` where nobody keeps book of roles. */
  readonly roles: readonly string[] | 'all';
  readonly comment?: string;
  /** Those who said yes before and no longer may: it does not count any more. */
  readonly lapsed?: readonly string[];
}

/** A person's change to what a call is given that waits for approval. */
export interface Amendment extends Omit<Answer, 'decision' | 'lapsed'> {
  readonly input: Json;
}

/** A person's word about an ambiguous step. */
export type Settlement =
  | { readonly kind: 'completed'; readonly output: Json }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'repeat' };

/** The kind of a trigger. */
export type TriggerKind = Trigger['kind'];
