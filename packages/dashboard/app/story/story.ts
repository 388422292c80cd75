import type { Effect, Fault, Json, Operation } from '@batonhq/core';

/** A stretch of time within a row: an attempt, or a wait between attempts. */
export interface Span {
  readonly kind: 'attempt' | 'delay' | 'gate' | 'question' | 'standing';
  readonly from: number;
  /** Null while it goes on. */
  readonly until: number | null;
  readonly how: 'open' | 'completed' | 'faulted' | 'cancelled';
  /** What there is to say about it: the fault, what is waited for, who said yes. */
  readonly text: string;
}

/** How far a row is, in the words of tasks. */
export type RowPhase = 'running' | 'waiting' | 'completed' | 'faulted' | 'skipped' | 'cancelled';

/** A task, or a step of a durable function, with all that the journal tells about it. */
export interface Row {
  /** Unique within the execution: the key of the task, or the id of the step. */
  readonly key: string;
  readonly isStep: boolean;
  /** It is a durable function that has taken a step. */
  readonly hasSteps: boolean;
  readonly name: string;
  readonly which: string;
  readonly parent: string;
  readonly phase: RowPhase;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly attempts: number;
  readonly fault: Fault | null;
  readonly spans: readonly Span[];
  /** The outside call that it makes, evaluated. */
  readonly effect: Effect | null;
  /** What a durable function asked for. */
  readonly operation: Operation | null;
  /** Undefined where it is the value that flowed in. */
  readonly input: Json | undefined;
  /** Undefined while there is none, and where the value that flowed in flowed out. */
  readonly output: Json | undefined;
  /** When the timer of a `wait` fires, or of a function's sleep. */
  readonly due: number | null;
  /** Items of a `for`, and how many of them have begun. */
  readonly items: number | null;
  readonly begun: number;
  /** It was done by the execution that this one was branched off from. */
  readonly isPast: boolean;
}

/** What the journal tells about an execution so far. */
export interface Story {
  /** What the execution was given. */
  readonly input: Json | undefined;
  /** The last event that is part of it. */
  readonly seq: number;
  /** By key, in the order in which they began. */
  readonly rows: ReadonlyMap<string, Row>;
  /** When people agreed to go on by another definition. */
  readonly revisions: readonly number[];
  /** When the execution stood still because somebody wanted that. */
  readonly standing: readonly Span[];
}

/** What a row was given: the arguments of its call, or what flowed in where the journal says that. */
export function givenTo({ effect, input }: Row): Json | undefined {
  return effect !== null && 'input' in effect ? effect.input : input;
}

export const emptyStory: Story = { seq: 0, input: undefined, rows: new Map(), revisions: [], standing: [] };
