import type { BasisOptions } from './basis/basis-options.ts';
import type { Replan } from './revision/replan.ts';
import type { Evaluator, Policy, StreamJournal } from '@batonhq/core';
import type { RolesOf } from './approval/local-approvals.ts';
import type { BudgetOptions } from './budget/budget-options.ts';
import type { EgressOptions } from './egress/egress-client.ts';
import type { EventRetention } from './event-bus/kept-event.ts';
import type { LifecycleLevel } from './event-bus/lifecycle-events.ts';
import type { MakeGatekeeper } from './gate/keepers.ts';
import type { FunctionDefinition } from './engine.ts';
import type { LogEntry } from './function/invocation-host.ts';
import type { LimitSetting } from './limit/limit-setting.ts';
import type { Limits } from './limits.ts';
import type { StepOrdering } from './order/ordering.ts';
import type { Callers } from './perform/caller.ts';
import type { Secrets } from './perform/secrets.ts';
import type { Clock } from './time/clock.ts';

/** What an engine is made of; only the journal has no default. */
export interface EngineOptions {
  /** The engine owns it from now on and closes it in the end. */
  readonly journal: StreamJournal;
  /** The machine's clock by default. */
  readonly clock?: Clock;
  /** jq by default. */
  readonly evaluator?: Evaluator;
  /** `BATON_SECRET_<NAME>` of the environment by default. */
  readonly secrets?: Secrets;
  /** What requests from definitions may reach beyond the public internet, and how long they may take. */
  readonly egress?: EgressOptions;
  /** Who performs calls in protocols and processes; without one such a step waits for somebody to resume it. */
  readonly callers?: Callers;
  readonly limits?: Partial<Limits>;
  /**
   * Which step begins first where there are more than `limits.performing`, among those of the same priority: `rank` (the
   * default) is the one with the longest way to the end of its execution, by what steps took so far; `arrival` is the one
   * that came first.
   */
  readonly ordering?: StepOrdering;
  /** How much may be sent where, for each tenant; hosts have a circuit breaker even so. */
  readonly callLimits?: readonly LimitSetting[];
  /** What is done without asking people, what they are asked about, and what is refused; what is of high risk asks by default. */
  readonly policy?: Policy;
  /** The roles of a person, who may answer by them; anybody may by default, as whoever reaches the folder owns it. */
  readonly rolesOf?: RolesOf;
  /** Looks for another way when a task of a plan (`metadata.onFault: revise`) failed for good; without one the plan waits for a person's. */
  readonly replan?: Replan;
  /** What plans (`metadata.onFault: revise`) rest on, to be compared with what was agreed to after long waits. Nothing is by default. */
  readonly basis?: BasisOptions;
  /** What stands before calls, beside what is built in. None by default. */
  readonly gatekeepers?: readonly MakeGatekeeper[];
  /** What may be spent where nobody said otherwise; nothing is limited by default. */
  readonly budgets?: BudgetOptions;
  /** Folders that definitions may fetch functions and schemas from, by `file:` addresses; none by default. */
  readonly folders?: readonly string[];
  readonly events?: {
    /** How long published CloudEvents are kept: 10,000 of them, for seven days by default. */
    readonly retention?: Partial<EventRetention>;
    /** Publish the lifecycle of executions, or of their tasks too, as CloudEvents; neither by default. */
    readonly lifecycle?: LifecycleLevel;
  };
  /** Functions to register before anything left behind goes on. */
  readonly functions?: readonly FunctionDefinition[];
  /** Makes ids of executions; UUIDs in the order of their starts by default. */
  readonly newId?: () => string;
  /**
   * The journal failed or a defect showed: the engine has stopped, acknowledges nothing any more, and the process should
   * end. Nothing by default, so pass something.
   */
  readonly onFatal?: (error: unknown) => void;
  /** Something that somebody should know and that stops nothing but one execution. A process warning by default. */
  readonly onWarning?: (error: unknown, execution?: string) => void;
  /** What functions log. Nothing by default. */
  readonly onLog?: (entry: LogEntry) => void;
}
