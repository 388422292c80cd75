import type { Json, JsonObject } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { StepId } from '../step/step.ts';
import type { BasisDifference, PlanBasis } from './plan-basis.ts';
import type { OpenApproval } from '../gate/open-approval.ts';

/** How a task of a plan differs: `before` and `after` are the tasks as written. */
export type PlanChange =
  | { readonly kind: 'added'; readonly task: string; readonly after: Json }
  | { readonly kind: 'removed'; readonly task: string; readonly before: Json }
  | { readonly kind: 'changed'; readonly task: string; readonly before: Json; readonly after: Json };

/** What a budget limits. */
type Limited = 'money' | 'tokens' | 'calls' | 'time';

/** What people are asked about an execution as a whole. */
export type Question =
  /** Whether it goes on by another definition. */
  | {
      readonly kind: 'revision';
      readonly definition: DefinitionReference;
      readonly changes: readonly PlanChange[];
      /** Why another plan is proposed, and by whom. */
      readonly because: string;
      readonly by: string;
    }
  /** Whether it goes on although what it rests on has changed. `basis` is what is agreed to. */
  | { readonly kind: 'basis'; readonly differences: readonly BasisDifference[]; readonly basis: PlanBasis }
  /** Whether it may spend more: `to` instead of `cap`. Money in millionths, time in milliseconds. */
  | {
      readonly kind: 'budget';
      readonly account: string;
      readonly measure: Limited;
      readonly cap: number;
      readonly spent: number;
      readonly reserved: number;
      /** What the next call may need. */
      readonly wanted: number;
      readonly to: number;
      readonly currency: string;
      /** What is to be paid for. */
      readonly of: string;
    };

/** What a question is about. */
export type QuestionKind = Question['kind'];

/** A question about the execution that people have not answered yet; answered like one about a call. */
export interface OpenQuestion extends OpenApproval {
  /** `|revision#1`: as if the execution itself asked for an operation. */
  readonly step: StepId;
  readonly question: Question;
  /** Of whom, how many, until when, why. */
  readonly asks: JsonObject;
}

/** What people decided and are asked about an execution as a whole. */
export interface Supervision {
  /** How many questions there were. */
  readonly asked: number;
  readonly open: readonly OpenQuestion[];
  /** How often its program was revised. */
  readonly revisions: number;
  /** When what the plan rests on was last found as it was agreed to, or agreed to anew. */
  readonly comparedAt?: number;
  /** What was agreed to then, where it is not what the plan began with. */
  readonly basis?: PlanBasis;
  /** What accounts of it may spend instead of what was written down. */
  readonly raised: Readonly<Record<string, Readonly<Partial<Record<Limited, number>>>>>;
}

/** What an execution has that nobody was ever asked about. */
export const unsupervised: Supervision = { asked: 0, open: [], revisions: 0, raised: {} };
