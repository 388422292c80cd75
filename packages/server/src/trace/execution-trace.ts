import { parentOf, rootKey, taskOfStep, type ExecutionEvent, type Fault, type Recorded } from '@batonhq/core';
import { describeEffect, describeOperation, describeReply, failureOfReply, type Described } from './gen-ai.ts';
import type { EndSpan, SpanEvent } from './span.ts';
import { spanIdOf, type TracePlace } from './trace-context.ts';

interface OpenSpan extends Described {
  readonly parent: string | null;
  readonly start: number;
  readonly events: SpanEvent[];
}

/** How a span ended. */
interface Ending {
  readonly at: number;
  readonly error?: string | null;
  readonly attributes?: Described['attributes'];
}

const attribute = {
  execution: 'baton.execution.id',
  definition: 'baton.definition',
  step: 'baton.step',
  tenant: 'baton.tenant',
  user: 'baton.user',
} as const;

/**
 * The spans of one execution, made of its events: the execution, its tasks, the operations of its durable functions; each
 * ends when the journal says so. Ids come from names, so a process that goes on with an execution names the same spans.
 */
export class ExecutionTrace {
  readonly place: TracePlace;
  readonly #execution: string;
  readonly #open = new Map<string, OpenSpan>();

  constructor(execution: string, place: TracePlace) {
    this.#execution = execution;
    this.place = place;
  }

  /** Takes the next event in; what ends with it is told. */
  apply({ at, event }: Recorded, end: EndSpan): void {
    switch (event.kind) {
      case 'execution.started':
        return this.#started(event, at);
      case 'execution.completed':
        return this.#ended(rootKey, { at }, end);
      case 'execution.faulted':
        return this.#ended(rootKey, { at, error: textOf(event.fault) }, end);
      case 'execution.cancelled':
        return this.#ended(rootKey, { at, error: 'cancelled' }, end);
      case 'task.started':
        return this.#begin(event.task, at, describeEffect(event.effect, nameOf(event.task)));
      case 'task.completed':
        return this.#ended(event.task, { at }, end);
      case 'task.faulted':
        return this.#ended(event.task, { at, error: textOf(event.fault) }, end);
      case 'task.cancelled':
        return this.#ended(event.task, { at, error: event.reason }, end);
      default:
        return this.#withinTask(event, at, end);
    }
  }

  #withinTask(event: ExecutionEvent, at: number, end: EndSpan): void {
    switch (event.kind) {
      case 'step.claimed':
      case 'step.gated':
        return this.#claimed(event, at);
      case 'step.completed': {
        const error = failureOfReply(event.output);
        return this.#ended(event.step, { at, error, attributes: describeReply(event.output) }, end);
      }
      case 'step.failed':
        return this.#ended(event.step, { at, error: textOf(event.fault) }, end);
      case 'attempt.failed':
        return this.#note(event.task, { name: 'attempt failed', at, attributes: { attempt: event.attempt } });
      case 'approval.requested':
        return this.#note(event.step, { name: 'approval requested', at, attributes: {} });
      case 'approval.decided':
        return this.#note(event.step, { name: 'approval decided', at, attributes: { decision: event.decision } });
      case 'execution.suspended':
        return this.#note(rootKey, { name: 'suspended', at, attributes: { reason: event.reason } });
      default:
        return undefined;
    }
  }

  #started({ definition, origin }: Extract<ExecutionEvent, { kind: 'execution.started' }>, at: number): void {
    const { namespace, name, version } = definition;
    this.#open.set(rootKey, {
      name: `execute ${namespace}/${name}`,
      kind: 'internal',
      attributes: {
        [attribute.definition]: `${namespace}/${name}:${version}`,
        [attribute.tenant]: origin.tenant,
        [attribute.user]: origin.user,
      },
      parent: this.place.parentSpanId,
      start: at,
      events: [],
    });
  }

  /** An operation begins once; further attempts are noted. */
  #claimed(event: Extract<ExecutionEvent, { kind: 'step.claimed' | 'step.gated' }>, at: number): void {
    const { step, attempt, operation } = event;
    if (operation === undefined || this.#open.has(step))
      return this.#note(step, { name: 'attempt', at, attributes: { attempt } });
    const owner = this.#open.get(taskOfStep(step));
    const isAgent = owner?.attributes['gen_ai.operation.name'] === 'invoke_agent';
    const described = describeOperation(operation, { step, isAgent });
    return described === null ? undefined : this.#begin(step, at, described);
  }

  #begin(key: string, start: number, described: Described): void {
    this.#open.set(key, { ...described, parent: spanIdOf(this.#execution, this.#around(key)), start, events: [] });
  }

  /** The nearest thing around it that has a span. */
  #around(key: string): string {
    let around = taskOfStep(key) === key ? parentOf(key) : taskOfStep(key);
    for (let left = key.length; left > 0 && around !== rootKey && !this.#open.has(around); left--)
      around = parentOf(around);
    return this.#open.has(around) ? around : rootKey;
  }

  #note(key: string, event: SpanEvent): void {
    this.#open.get(key)?.events.push(event);
  }

  #ended(key: string, { at, error = null, attributes = {} }: Ending, end: EndSpan): void {
    const span = this.#open.get(key);
    if (span === undefined) return;
    this.#open.delete(key);
    if (!this.place.isSampled) return;
    const own = { [attribute.execution]: this.#execution, ...(key !== rootKey && { [attribute.step]: key }) };
    end({
      name: span.name,
      kind: span.kind,
      traceId: this.place.traceId,
      spanId: spanIdOf(this.#execution, key),
      parentSpanId: span.parent,
      start: span.start,
      end: at,
      attributes: { ...span.attributes, ...attributes, ...own, ...(error !== null && { 'error.type': error }) },
      events: span.events,
      error,
    });
  }
}

/** The task's own name, without where it stands. */
function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** What kind of failure it was: few words, so that collectors can group by it. */
function textOf({ title, type }: Fault): string {
  return title ?? type;
}
