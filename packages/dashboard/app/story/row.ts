import type { Effect, Fault, Json, Operation } from '@batonhq/core';
import { isObject } from '../part/is-object.ts';
import { textAt } from '../part/text-at.ts';
import { nameOf, parentOf } from './key.ts';
import type { Row, Span } from './story.ts';

/** How something ended. */
export type How = Exclude<Span['how'], 'open'>;

/** A row that has just begun. */
export function freshRow(key: string, at: number): Row {
  return {
    key,
    isStep: key.includes('|'),
    hasSteps: false,
    ...nameOf(key),
    parent: parentOf(key),
    phase: 'running',
    startedAt: at,
    endedAt: null,
    attempts: 1,
    fault: null,
    spans: [],
    effect: null,
    operation: null,
    input: undefined,
    output: undefined,
    due: null,
    items: null,
    begun: 0,
    isPast: false,
  };
}

/** What an operation of a durable function says about its row. */
export function partsOf(operation: Operation, due: number | null): Partial<Row> {
  const isWait = operation.kind === 'sleep' || operation.kind === 'waitFor';
  const effect: Effect | null = operation.kind === 'call' ? operation.effect : null;
  const input: Json | undefined = effect !== null && 'input' in effect ? effect.input : undefined;
  return { operation, effect, due, phase: isWait ? 'waiting' : 'running', ...(input !== undefined && { input }) };
}

/** A stretch of time that goes on. */
export function span(kind: Span['kind'], from: number, text: string): Span {
  return { kind, from, until: null, how: 'open', text };
}

interface Closing {
  readonly until: number;
  readonly how: How;
  /** What there is to say now; the span keeps what it said when this says nothing. */
  readonly text?: string;
}

/** A stretch of time that is over; one that was over already stays as it was. */
export function closed(one: Span, { until, how, text = '' }: Closing): Span {
  return one.until !== null ? one : { ...one, until, how, text: text === '' ? one.text : text };
}

/** A fault in a few words: those of whoever wrote the definition, where an expression of it says what is wrong. */
export function faultText(fault: Fault): string {
  const { title, type, status, detail } = fault;
  return wordsOf(fault) ?? `${title ?? type} (${status})${detail === undefined ? '' : `: ${detail}`}`;
}

/** What an expression says by `error("…")`, without the expression; null for any other fault. */
export function wordsOf({ type, detail = '' }: Fault): string | null {
  const end = type.endsWith('/errors/expression') ? detail.indexOf(' (checked in ') : -1;
  return end > 0 ? detail.slice(0, end) : null;
}

/** Why a model gave no answer, by what its step put out; null for an answer, and for what no model was asked. */
export function noAnswerIn(output: Json): string | null {
  const isFailure = isObject(output) && output['kind'] === 'failed' && typeof output['failure'] === 'string';
  return isFailure ? textAt(output, 'message') : null;
}
