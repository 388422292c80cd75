import type { Json, StepId } from '@batonhq/core';
import type { Advancer } from '../advance/advancer.ts';
import type { Reserved } from '../budget/budgets.ts';
import type { PayloadLimits } from '../payload.ts';
import type { Attempt } from '../perform/attempt.ts';
import type { SteadyTime } from '../time/steady-time.ts';
import type { StepCost } from './context.ts';
import type { AnsweredStep } from './operation-port.ts';

/** What an invocation needs of the engine around it. */
export interface InvocationHost {
  readonly advancer: Pick<Advancer, 'advance'>;
  readonly time: SteadyTime;
  readonly limits: PayloadLimits;
  /** True while nothing new is begun: what is asked for now waits for the next process. */
  isClosing(): boolean;
  /** Sets aside what an attempt at a step may cost. */
  reserve(attempt: Attempt, step: StepId, cost: StepCost): Promise<Reserved>;
  /** The code of a step says how what it went to behaved. */
  answered(attempt: Attempt, answered: AnsweredStep): void;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  /** The function goes on as new: invoke it again with this. */
  continued(attempt: Attempt, next: Continued): void;
  log(entry: LogEntry): void;
}

/** What `continueAs` left. */
export interface Continued {
  readonly input: Json;
  /** The event that recorded it, and when. */
  readonly since: number;
  readonly at: number | null;
  readonly generation: number;
}

/** Something a function said. */
export interface LogEntry {
  readonly execution: string;
  readonly task: string;
  readonly at: number;
  readonly message: string;
  readonly data: Json;
}
